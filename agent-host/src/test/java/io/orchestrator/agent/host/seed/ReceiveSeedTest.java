package io.orchestrator.agent.host.seed;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import io.orchestrator.agent.testkit.service.FakeServiceManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiveSeedTest {
  @TempDir Path folder;
  private TestHost host;
  private Seeds seeds;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
    seeds = new Seeds(host);
  }

  @Test
  void answersWhileTheSeedGoesOn() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    host.transport()
        .does(
            (datadir, transfer) -> {
              arrived.await();
              return TestTransport.arrive(datadir, transfer);
            });

    seeds.receive(7);

    assertThat(seeds.completed(7)).isFalse();
    assertThat(seeds.succeeded(7)).isFalse();
    arrived.countDown();
    seeds.awaitOver();
    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isTrue();
    assertThat(seeds.mark()).isEmpty();
  }

  @Test
  void leavesTheSourcesServerUuidBehindWhoeverBroughtIt() throws Exception {
    host.transport()
        .does(
            (datadir, transfer) -> {
              host.file("auto.cnf").file("backup/auto.cnf");
              return TestTransport.arrive(datadir, transfer);
            });

    seeds.receiveAll(7);

    assertThat(seeds.succeeded(7)).isTrue();
    assertThat(host.datadir().resolve("auto.cnf")).doesNotExist();
    assertThat(host.datadir().resolve("backup/auto.cnf")).exists();
  }

  @Test
  void failsASeedWhoseServerUuidCanNotBeRemoved() throws Exception {
    host.transport()
        .does(
            (datadir, transfer) -> {
              host.file("auto.cnf/in-the-way");
              return TestTransport.arrive(datadir, transfer);
            });

    seeds.receiveAll(7);

    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(seeds.reason(7)).contains("server UUID", "auto.cnf");
    assertThat(seeds.mark()).isPresent();
  }

  @Test
  void takesASeedItNeverHeardOfForOverAndNotSucceeded() {
    assertThat(seeds.completed(404)).isTrue();
    assertThat(seeds.succeeded(404)).isFalse();
  }

  @Test
  void completesAReceiveUnderARunningServer() throws Exception {
    host.service().start();

    assertRefused(ErrorCode.CONFLICT, "MySQL is running", () -> seeds.receive(7));

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(seeds.reason(7)).contains("MySQL is running");
    assertThat(seeds.mark()).isEmpty();
  }

  @Test
  void completesAReceiveIntoADatadirThatHasData() {
    host.file("ibdata1");

    assertRefused(ErrorCode.CONFLICT, "it is not empty (it has ibdata1)", () -> seeds.receive(7));

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
  }

  @Test
  void completesAReceiveIntoADatadirThatIsMissing() throws Exception {
    Files.delete(host.datadir());

    assertRefused(ErrorCode.CONFLICT, "there is no such directory", () -> seeds.receive(7));

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
  }

  @Test
  void completesAReceiveIntoALink() throws Exception {
    Files.delete(host.datadir());
    Files.createSymbolicLink(host.datadir(), Files.createDirectory(folder.resolve("elsewhere")));

    assertRefused(ErrorCode.CONFLICT, "it is a link", () -> seeds.receive(7));

    assertThat(seeds.succeeded(7)).isFalse();
  }

  @Test
  void completesAReceiveThatCannotListen() {
    host.transport().neverListens();
    host.transport().does(TestTransport.failing("port 21234 is in use by nc, pid 4711"));

    assertThatThrownBy(() -> seeds.receive(7))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("port 21234 is in use by nc, pid 4711");

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(seeds.mark()).get().asString().contains("port 21234 is in use");
  }

  @Test
  void failsAReceiverThatDoesNotListenInTime() {
    host.changing(Seeds.SHORT_LIMITS);
    host.transport().neverListens();
    host.transport().does(TestTransport::hang);

    assertThatThrownBy(() -> seeds.receive(7))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("did not listen");

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    seeds.awaitOver();
  }

  @Test
  void takesWhatIsNoDatadirForNoSuccess() throws Exception {
    host.transport().does((datadir, transfer) -> new TransferResult(0, "nothing at all"));

    seeds.receiveAll(7);

    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(seeds.reason(7)).contains("no MySQL data directory");
    assertThat(seeds.mark()).isPresent();
  }

  @Test
  void refusesASecondReceiveOfTheSameSeedAndLeavesTheFirstUntouched() throws Exception {
    host.transport().does(TestTransport::hang);
    seeds.receive(7);

    assertRefused(ErrorCode.CONFLICT, "active already", () -> seeds.receive(7));

    assertThat(seeds.completed(7)).isFalse();
    assertThat(host.get(SeedRunner.class).active()).isPresent();
    seeds.abort(7);
  }

  @Test
  void refusesAReceiveOfAnotherSeedAndLeavesTheFirstUntouched() throws Exception {
    host.transport().does(TestTransport::hang);
    seeds.receive(7);

    assertRefused(ErrorCode.CONFLICT, "seed 7 is active", () -> seeds.receive(8));

    assertThat(seeds.completed(7)).isFalse();
    assertThat(seeds.completed(8)).isTrue();
    assertThat(seeds.succeeded(8)).isFalse();
    assertThat(seeds.mark()).get().asString().contains("seed 7");
    seeds.abort(7);
  }

  @Test
  void replacesAnOlderSuccessOfThatIdWhenItCannotStart() throws Exception {
    seeds.receiveAll(7);
    assertThat(seeds.succeeded(7)).isTrue();

    assertRefused(ErrorCode.CONFLICT, "not empty", () -> seeds.receive(7));

    assertThat(seeds.succeeded(7)).isFalse();
    host.restart();
    assertThat(seeds.succeeded(7)).as("after a restart").isFalse();
  }

  @Test
  void replacesAnOlderSuccessOfThatIdBeforeItLooksAtAnything() throws Exception {
    AtomicReference<Boolean> succeededMeanwhile = new AtomicReference<>();
    AtomicReference<Boolean> completedMeanwhile = new AtomicReference<>();
    Watched service = new Watched();
    host = new TestHost(folder, service);
    seeds = new Seeds(host);
    seeds.receiveAll(7);
    service.whenAsked =
        () -> {
          succeededMeanwhile.set(seeds.succeeded(7));
          completedMeanwhile.set(seeds.completed(7));
        };

    assertThatThrownBy(() -> seeds.receive(7)).isInstanceOf(AgentException.class);

    assertThat(succeededMeanwhile).hasValue(false);
    assertThat(completedMeanwhile).hasValue(false);
  }

  /** A service that tells when its status is asked for. */
  private static final class Watched extends FakeServiceManager {
    private volatile Runnable whenAsked = () -> {};

    @Override
    public ServiceStatus status() throws InterruptedException {
      whenAsked.run();
      return super.status();
    }
  }

  @Test
  void isNotAnsweredForByASendOfTheSameId() throws Exception {
    host.store().add("one-my");
    host.get(io.orchestrator.agent.host.snapshot.SnapshotCommands.class)
        .mount(folder.resolve("snapshots/one-my").toString());
    CountDownLatch sent = new CountDownLatch(1);
    host.transport()
        .does(
            (directory, transfer) -> {
              sent.await();
              return new TransferResult(1, "sent");
            });
    host.get(SendSeed.class).send(Seeds.id(7), "db2");

    assertRefused(ErrorCode.CONFLICT, "seed 7 is active", () -> seeds.receive(7));
    sent.countDown();
    seeds.awaitOver();

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
  }

  @Test
  void leavesNoProcessOfASeedThatIsOver() throws Exception {
    AtomicReference<Long> pid = new AtomicReference<>();
    host.transport()
        .does(
            (datadir, transfer) -> {
              pid.set(transfer.commands().start(Command.of("sleep", "600").withoutLimit()).pid());
              return TestTransport.arrive(datadir, transfer);
            });

    seeds.receiveAll(7);

    assertThat(ProcessHandle.of(pid.get()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void keepsHiddenFoldersOfItsOwnAndLostAndFoundOutOfTheWay() throws IOException {
    Files.createDirectory(host.datadir().resolve("lost+found"));
    Files.createDirectory(host.datadir().resolve(".orchestrator-agent-trash"));

    org.assertj.core.api.Assertions.assertThatCode(() -> seeds.receiveAll(7))
        .doesNotThrowAnyException();

    assertThat(seeds.succeeded(7)).isTrue();
  }
}
