package io.orchestrator.agent.host.seed;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.host.datadir.DatadirDeletion;
import io.orchestrator.agent.host.fixture.Gate;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import io.orchestrator.agent.testkit.service.FakeServiceManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is deleted by surprise. */
class EmptyDatadirTest {
  @TempDir Path folder;
  private TestHost host;
  private Seeds seeds;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
    seeds = new Seeds(host);
  }

  private void empty() throws InterruptedException {
    host.get(EmptyDatadir.class).empty();
  }

  private List<String> data() throws IOException {
    try (Stream<Path> entries = Files.list(host.datadir())) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith(".orchestrator-agent"))
          .sorted()
          .toList();
    }
  }

  @Test
  void deletesTheDataAndLeavesTheDatadir() throws Exception {
    host.file("ibdata1").file("mysql/user.frm").file("shop/orders.ibd").file(".hidden");

    empty();

    assertThat(data()).isEmpty();
    await().atMost(Seeds.SOON).untilAsserted(() -> assertThat(host.datadir()).isEmptyDirectory());
  }

  @Test
  void isRefusedWhileTheServerRuns() throws Exception {
    host.file("ibdata1");
    host.service().start();

    assertRefused(ErrorCode.CONFLICT, "MySQL is running", this::empty);

    assertThat(data()).containsExactly("ibdata1");
    assertThat(seeds.mark()).isEmpty();
  }

  @Test
  void isRefusedWhileItIsUnknownWhetherTheServerRuns() {
    host = new TestHost(folder, new Unknown()).file("ibdata1");

    assertRefused(ErrorCode.TIMED_OUT, "systemctl", this::empty);

    assertThat(host.datadir().resolve("ibdata1")).exists();
  }

  /** A service of which nobody knows the state. */
  private static final class Unknown extends FakeServiceManager {
    @Override
    public ServiceStatus status() {
      throw new io.orchestrator.agent.api.AgentException(
          ErrorCode.TIMED_OUT, "systemctl did not end within 5 s");
    }
  }

  @Test
  void isRefusedWhileASeedIsReceived() throws Exception {
    host.transport()
        .does(
            (datadir, transfer) -> {
              TestTransport.arrive(datadir, transfer);
              return TestTransport.hang(datadir, transfer);
            });
    seeds.receive(7);
    await().atMost(Seeds.SOON).until(() -> data().contains("ibdata1"));

    assertRefused(ErrorCode.CONFLICT, "seed 7 is active", this::empty);

    assertThat(data()).containsExactly("ibdata1");
    seeds.abort(7);
  }

  @Test
  void isRefusedForADirectoryThatIsNoDatadir() throws Exception {
    host.file("passwd").file("mysql/my.cnf");

    assertRefused(ErrorCode.CONFLICT, "does not look like a MySQL data directory", this::empty);

    assertThat(data()).containsExactly("mysql", "passwd");
    assertThat(seeds.mark()).isEmpty();
  }

  @Test
  void takesAwayWhatAFailedSeedLeft() throws Exception {
    host.transport()
        .does(
            (datadir, transfer) -> {
              host.file("half-a-file");
              return TestTransport.failing("the peer went away").run(datadir, transfer);
            });
    var unused = catchThrowable(() -> seeds.receive(7));
    seeds.awaitOver();
    assertThat(data()).containsExactly("half-a-file");

    empty();

    assertThat(data()).isEmpty();
    host.transport().does(TestTransport::arrive);
    seeds.receiveAll(8);
    assertThat(seeds.succeeded(8)).isTrue();
  }

  @Test
  void mayBeRepeated() throws Exception {
    host.file("ibdata1");

    empty();
    empty();

    assertThat(data()).isEmpty();
  }

  @Test
  void runsTheConfiguredCommandAfterTheChecksOnly() throws Exception {
    host.with(
        "MySQLDeleteDatadirContentCommand",
        "touch " + folder.resolve("was-run") + "; rm -rf " + host.datadir() + "/*");
    host.file("passwd");

    assertRefused(ErrorCode.CONFLICT, "does not look like", this::empty);
    assertThat(folder.resolve("was-run")).doesNotExist();

    host.file("ibdata1");
    empty();
    assertThat(folder.resolve("was-run")).exists();
    assertThat(data()).isEmpty();
  }

  @Test
  void staysMarkedWhenTheDeletionFails() {
    host.with("MySQLDeleteDatadirContentCommand", "echo rm: cannot >&2; exit 1");
    host.file("ibdata1");

    assertRefused(ErrorCode.COMMAND_FAILED, "rm: cannot", this::empty);

    assertThat(seeds.mark()).isPresent();
  }

  @Test
  void keepsASeedOutWhileTheConfiguredCommandStillDeletes() throws Exception {
    Gate gate = new Gate(folder.resolve("go"));
    host.with(
        "MySQLDeleteDatadirContentCommand", "rm -rf " + host.datadir() + "/*; " + gate.command());
    host.file("ibdata1");
    Thread deleting = new Thread(new FutureTask<>(() -> catchThrowable(this::empty)));
    deleting.start();
    await().atMost(Seeds.SOON).until(() -> data().isEmpty());

    assertRefused(ErrorCode.CONFLICT, "still being deleted", () -> seeds.receive(7));

    assertThat(seeds.completed(7)).isTrue();
    gate.open();
    deleting.join(10_000);
    seeds.receiveAll(8);
    assertThat(seeds.succeeded(8)).isTrue();
  }

  @Test
  void keepsAnOperatorFromAcceptingWhatTheConfiguredCommandStillDeletes() throws Exception {
    Gate gate = new Gate(folder.resolve("go"));
    host.with("MySQLDeleteDatadirContentCommand", gate.command() + "; rm " + host.datadir() + "/*");
    host.file("ibdata1");
    Thread deleting = new Thread(new FutureTask<>(() -> catchThrowable(this::empty)));
    deleting.start();
    await().atMost(Seeds.SOON).until(() -> host.get(DatadirDeletion.class).isRunning());

    assertRefused(
        ErrorCode.CONFLICT, "still deletes", () -> host.get(AcceptDatadir.class).accept());

    assertThat(seeds.mark()).isPresent();
    gate.open();
    deleting.join(10_000);
  }
}
