package io.orchestrator.agent.host.seed;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import io.orchestrator.agent.host.plugin.ExtensionKind;
import io.orchestrator.agent.host.snapshot.SnapshotCommands;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendSeedTest {
  @TempDir Path folder;
  private TestHost host;
  private Seeds seeds;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
    seeds = new Seeds(host);
    host.store().add("one-my");
  }

  private void mount() throws InterruptedException {
    host.get(SnapshotCommands.class).mount(snapshot().toString());
  }

  private Path snapshot() {
    return folder.resolve("snapshots/one-my");
  }

  private void send(long id) throws InterruptedException {
    host.get(SendSeed.class).send(Seeds.id(id), "db2.example.com");
  }

  @Test
  void sendsTheDatadirOfTheMountedSnapshot() throws Exception {
    AtomicReference<Path> sent = new AtomicReference<>();
    CountDownLatch go = new CountDownLatch(1);
    host.transport()
        .does(
            (directory, transfer) -> {
              sent.set(directory);
              go.await();
              return new TransferResult(21, "sent");
            });
    mount();

    send(7);

    assertThat(seeds.state(7)).isEqualTo("RUNNING");
    go.countDown();
    seeds.awaitOver();
    assertThat(sent).hasValue(snapshot());
    assertThat(seeds.state(7)).isEqualTo("SUCCEEDED");
    SeedView view = host.get(SeedAnswers.class).all().get(0);
    assertThat(view.role()).isEqualTo("SEND");
    assertThat(view.peer()).isEqualTo("db2.example.com");
    assertThat(view.bytes()).isEqualTo(21);
    assertThat(seeds.mark()).isEmpty();
  }

  @Test
  void isRefusedWithNothingMountedAndSaysSoInTheErrorLog() {
    assertRefused(ErrorCode.CONFLICT, "no snapshot is mounted", () -> send(7));

    assertThat(seeds.state(7)).isEqualTo("FAILED");
    assertThat(host.get(LastFailure.class).line()).get().asString().contains("no snapshot");
  }

  @Test
  void isRefusedASecondTimeAndLeavesTheFirstUntouched() throws Exception {
    host.transport().does(TestTransport::hang);
    mount();
    send(7);

    assertRefused(ErrorCode.CONFLICT, "being sent already", () -> send(7));
    assertRefused(ErrorCode.CONFLICT, "being sent", () -> send(8));

    assertThat(seeds.state(7)).isEqualTo("RUNNING");
    assertThat(seeds.state(8)).isEqualTo("FAILED");
    seeds.abort(7);
    assertThat(seeds.state(7)).isEqualTo("ABORTED");
  }

  @Test
  void isRefusedWhileASeedIsReceivedAndLetsTheMountGo() throws Exception {
    host.transport().does(TestTransport::hang);
    seeds.receive(7);
    mount();

    assertRefused(ErrorCode.CONFLICT, "seed 7 is active", () -> send(8));

    assertThat(host.get(SnapshotCommands.class).unmount().mounted()).isFalse();
    seeds.abort(7);
  }

  @Test
  void letsTheMountGoWhenItIsOver() throws Exception {
    host.transport().does(TestTransport::hang);
    mount();
    send(7);

    seeds.abort(7);

    assertThat(host.get(SnapshotCommands.class).unmount().mounted()).isFalse();
  }

  @Test
  void isRefusedIfItWasAbortedBefore() throws Exception {
    mount();
    seeds.abort(7);

    assertRefused(ErrorCode.ABORTED, "aborted before it began", () -> send(7));

    assertThat(host.get(SnapshotCommands.class).unmount().mounted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-oProxyCommand=reboot",
        "db2;reboot",
        "$(reboot)",
        "`reboot`",
        "db2 db3",
        "db2\nreboot",
        "../etc",
        "db'2",
        "dbé"
      })
  void refusesAHostThatIsNone(String targetHost) throws Exception {
    mount();

    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "A host is",
        () -> host.get(SendSeed.class).send(Seeds.id(7), targetHost));
  }

  @ParameterizedTest
  @ValueSource(strings = {"db2", "db_2.example.com", "10.0.0.7", "::1", "fe80::1", "2001:db8::7"})
  void takesNamesAndAddresses(String targetHost) throws Exception {
    host.transport().does((directory, transfer) -> new TransferResult(1, "sent"));
    mount();

    host.get(SendSeed.class).send(Seeds.id(7), targetHost);

    seeds.awaitOver();
    assertThat(seeds.state(7)).isEqualTo("SUCCEEDED");
  }

  /** Who asks means the target's seed; other servers count on their own. */
  @Test
  void isNotTakenForASeedThatWasReceivedHere() throws Exception {
    host.transport().does((directory, transfer) -> new TransferResult(1, "sent"));
    mount();
    send(7);
    seeds.awaitOver();

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
  }

  @Test
  void isEndedByAnAbortThatComesWhileItBegins() throws Exception {
    AtomicBoolean holding = new AtomicBoolean();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    host.without(ExtensionKind.SNAPSHOT_PROVIDER)
        .offering(
            new FakeSnapshotProvider(host.store(), "-my") {
              @Override
              public Optional<Mount> mounted(Path mountPoint) throws InterruptedException {
                if (holding.get()) {
                  asked.countDown();
                  answer.await();
                }
                return super.mounted(mountPoint);
              }
            });
    host.transport().does(TestTransport::hang);
    mount();
    holding.set(true);
    FutureTask<Throwable> sending = new FutureTask<>(() -> catchThrowable(() -> send(7)));
    Thread caller = new Thread(sending, "sending");
    caller.setDaemon(true);
    caller.start();
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    seeds.abort(7);
    answer.countDown();

    assertThat(sending.get(10, TimeUnit.SECONDS))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("aborted while it began");
    seeds.awaitOver();
    assertThat(seeds.state(7)).isEqualTo("ABORTED");
    assertThat(host.get(SnapshotCommands.class).unmount().mounted()).isFalse();
  }
}
