package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import io.orchestrator.agent.host.plugin.ExtensionKind;
import io.orchestrator.agent.host.snapshot.SnapshotCommands;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceWatchTest {
  @TempDir Path folder;
  private final CountDownLatch began = new CountDownLatch(1);
  private final AtomicBoolean blind = new AtomicBoolean();
  private final AtomicReference<Optional<String>> known = new AtomicReference<>();
  private TestHost host;
  private Seeds seeds;

  @BeforeEach
  void mountASnapshot() throws InterruptedException {
    host = new TestHost(folder);
    host.without(ExtensionKind.SNAPSHOT_PROVIDER)
        .offering(
            new FakeSnapshotProvider(host.store(), "-my") {
              @Override
              public Optional<Mount> mounted(Path mountPoint) throws InterruptedException {
                if (blind.get()) {
                  throw new AgentException(ErrorCode.COMMAND_FAILED, "lvs hangs");
                }
                return super.mounted(mountPoint);
              }
            });
    seeds = new Seeds(host);
    host.store().add("one-my");
    host.get(SnapshotCommands.class).mount(folder.resolve("snapshots/one-my").toString());
  }

  @AfterEach
  void awaitItsEnd() {
    seeds.awaitOver();
  }

  private void look() throws InterruptedException {
    host.get(SourceWatch.class).look();
  }

  private void send() throws InterruptedException {
    host.get(SendSeed.class).send(Seeds.id(7), "db2.example.com");
    assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private TransferResult sendForEver(Path source, Transfer transfer) throws InterruptedException {
    began.countDown();
    try {
      return TestTransport.hang(source, transfer);
    } finally {
      known.set(transfer.endReason());
    }
  }

  @Test
  void failsASeedWhoseSnapshotHasRunFull() throws Exception {
    host.transport().does(this::sendForEver);
    send();
    look();
    assertThat(seeds.state(7)).as("while the snapshot is good").isEqualTo("RUNNING");

    host.store().invalidate("one-my");
    look();

    assertThat(seeds.state(7)).isEqualTo("FAILED");
    assertThat(seeds.reason(7)).contains("one-my ran full");
  }

  private FakeSnapshotProvider byHand() {
    return new FakeSnapshotProvider(host.store(), "-my");
  }

  /** As dmeventd does when a snapshot runs full, whoever works in it. */
  private void takeTheMountAway() throws InterruptedException {
    byHand().unmount(byHand().mounted(folder.resolve("mountpoint")).orElseThrow());
  }

  @Test
  void failsASeedWhoseFullSnapshotWasUnmountedUnderIt() throws Exception {
    host.transport().does(this::sendForEver);
    send();
    takeTheMountAway();
    host.store().invalidate("one-my");

    look();

    assertThat(seeds.state(7)).isEqualTo("FAILED");
    assertThat(seeds.reason(7)).contains("one-my ran full");
  }

  @Test
  void failsASeedWhoseSnapshotIsNoLongerMounted() throws Exception {
    host.transport().does(this::sendForEver);
    send();
    takeTheMountAway();

    look();

    assertThat(seeds.state(7)).isEqualTo("FAILED");
    assertThat(seeds.reason(7)).contains("one-my is no longer mounted");
  }

  @Test
  void failsASeedThatAnotherSnapshotHasTakenThePlaceOf() throws Exception {
    host.store().add("two-my");
    host.transport().does(this::sendForEver);
    send();
    takeTheMountAway();
    Mount unused =
        byHand()
            .mount(
                new MountRequest(
                    folder.resolve("snapshots/two-my").toString(),
                    folder.resolve("mountpoint"),
                    MountAccess.READ_ONLY));

    look();

    assertThat(seeds.reason(7)).contains("one-my is no longer mounted");
  }

  @Test
  void failsNoSeedBecauseNobodyCanTellWhatIsMounted() throws Exception {
    host.transport().does(this::sendForEver);
    send();
    blind.set(true);

    look();

    assertThat(seeds.state(7)).isEqualTo("RUNNING");
    blind.set(false);
    seeds.abort(7);
  }

  @Test
  void looksOnceMoreBeforeASendCountsAsSucceeded() throws Exception {
    host.transport()
        .does(
            (source, transfer) -> {
              takeTheMountAway();
              host.store().invalidate("one-my");
              return new TransferResult(1, "a script that has seen nothing");
            });
    host.get(SendSeed.class).send(Seeds.id(7), "db2.example.com");
    seeds.awaitOver();

    assertThat(seeds.state(7)).isEqualTo("FAILED");
    assertThat(seeds.reason(7)).contains("one-my ran full");
  }

  @Test
  void letsTheTransportKnowWhyItEnds() throws Exception {
    host.transport().does(this::sendForEver);
    send();
    host.store().invalidate("one-my");
    look();
    await().atMost(Seeds.SOON).untilAsserted(() -> assertThat(known.get()).isPresent());
    assertThat(known.get()).get().asString().contains("ran full");
  }

  @Test
  void letsATransportKnowThatWasAborted() throws Exception {
    host.transport().does(this::sendForEver);
    send();
    seeds.abort(7);
    await().atMost(Seeds.SOON).untilAsserted(() -> assertThat(known.get()).isPresent());
    assertThat(known.get()).get().asString().contains("abort");
  }

  @Test
  void namesTheFullSnapshotWhereTheTransportOnlySawThatItCouldNotRead() throws Exception {
    host.transport()
        .does(
            (source, transfer) -> {
              host.store().invalidate("one-my");
              throw new AgentException(ErrorCode.COMMAND_FAILED, "tar: Input/output error");
            });
    host.get(SendSeed.class).send(Seeds.id(7), "db2.example.com");
    seeds.awaitOver();
    assertThat(seeds.reason(7)).contains("ran full").contains("(tar: Input/output error)");
  }

  @Test
  void hasNothingToSayAboutAGoodSnapshot() throws Exception {
    host.transport()
        .does(
            (source, transfer) -> {
              known.set(transfer.endReason());
              return new TransferResult(1, "sent");
            });
    host.get(SendSeed.class).send(Seeds.id(7), "db2.example.com");
    seeds.awaitOver();
    assertThat(known.get()).isEmpty();
    assertThat(seeds.state(7)).isEqualTo("SUCCEEDED");
  }
}
