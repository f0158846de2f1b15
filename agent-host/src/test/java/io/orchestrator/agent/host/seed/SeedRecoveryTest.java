package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.snapshot.SnapshotCommands;
import io.orchestrator.agent.host.state.UnfinishedMark;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.service.FakeServiceManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent is killed, and starts again on what it wrote to disk. */
class SeedRecoveryTest {
  @TempDir Path folder;
  private TestHost host;
  private Seeds seeds;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
    seeds = new Seeds(host);
  }

  private SeedRecord killedDuring(long id, SeedRecord.Role role) {
    SeedRecord record =
        host.get(SeedRunner.class).newRecord(Seeds.id(id), role, "", "test", "").at(host.datadir());
    host.get(SeedJournal.class).begin(record);
    host.restart();
    return record;
  }

  private void recover() throws InterruptedException {
    host.get(SeedRecovery.class).recover();
  }

  @Test
  void remembersASuccess() throws Exception {
    seeds.receiveAll(7);
    host.restart();

    recover();

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isTrue();
    assertThat(seeds.mark()).isEmpty();
  }

  @Test
  void letsTransportsRemoveWhatKilledReceivesLeft() throws Exception {
    SeedRecord record = killedDuring(7, SeedRecord.Role.RECEIVE);

    recover();

    assertThat(host.transport().timesCleanedUp()).isEqualTo(1);
    assertThat(seeds.completed(record.id())).as("recovery goes on though that failed").isTrue();
  }

  @Test
  void remembersAFailureWithItsReason() throws Exception {
    seeds.fail(7, "the peer went away");
    host.restart();

    recover();

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(seeds.reason(7)).isEqualTo("the peer went away");
    assertThat(seeds.mark()).get().asString().contains("the peer went away");
  }

  @Test
  void failsTheSeedThatWentOnAndMarksItsDatadir() throws Exception {
    killedDuring(7, SeedRecord.Role.RECEIVE);

    recover();

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(seeds.reason(7)).contains("stopped or killed");
    assertThat(seeds.mark()).get().asString().contains("seed 7 failed");
    host.restart();
    assertThat(seeds.completed(7)).as("for good").isTrue();
  }

  @Test
  void marksNoDatadirForASendThatWentOn() throws Exception {
    killedDuring(7, SeedRecord.Role.SEND);

    recover();

    assertThat(seeds.state(7)).isEqualTo("FAILED");
    assertThat(seeds.mark()).isEmpty();
  }

  @Test
  void endsTheProcessesThatWereLeftAndNoOthers() throws Exception {
    SeedRecord record = killedDuring(7, SeedRecord.Role.RECEIVE);
    Process stray = sleepWithMarker(record.marker());
    Process strangers = sleepWithMarker("another-agents-marker");
    try {
      recover();

      assertThat(stray.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(strangers.isAlive()).isTrue();
    } finally {
      stray.destroyForcibly();
      strangers.destroyForcibly();
    }
  }

  private static Process sleepWithMarker(String marker) throws Exception {
    ProcessBuilder sleep = new ProcessBuilder("sleep", "600");
    sleep.environment().put("ORCHESTRATOR_AGENT_SEED", marker);
    return sleep.start();
  }

  @Test
  void goesOnFreeingDeletedData() throws Exception {
    host.file(".orchestrator-agent-trash/deleted-1/db/t1.ibd");

    recover();

    await()
        .atMost(Seeds.SOON)
        .until(() -> Files.notExists(host.datadir().resolve(".orchestrator-agent-trash")));
    assertThat(host.datadir()).exists();
  }

  @Test
  void startsThoughTheDatadirCannotBeFoundOut() throws Exception {
    killedDuring(7, SeedRecord.Role.RECEIVE);
    host.withMySql(
        new io.orchestrator.agent.api.MySqlFacts() {
          private final FakeMySqlFacts facts = FakeMySqlFacts.of(host.datadir());

          @Override
          public Path datadir() {
            throw new AgentException(ErrorCode.COMMAND_FAILED, "MySQLDatadirCommand failed");
          }

          @Override
          public int port() {
            return facts.port();
          }

          @Override
          public java.util.Optional<Path> defaultsFile() {
            return facts.defaultsFile();
          }

          @Override
          public java.util.Optional<Path> errorLog() {
            return facts.errorLog();
          }
        });

    recover();

    assertThat(seeds.completed(7)).isTrue();
    assertThat(host.get(UnfinishedMark.class).reason(host.datadir())).isPresent();
  }

  @Test
  void releasesAMountFromWhichASeedWasSentWhenTheAgentWasKilled() throws Exception {
    host.store().add("one-my");
    host.get(SnapshotCommands.class).mount(folder.resolve("snapshots/one-my").toString());
    host.get(SnapshotCommands.class).beginSending();
    host.restart();

    host.get(SnapshotCommands.class).releaseInterrupted();

    assertThat(host.get(SnapshotCommands.class).mounted().mounted()).isFalse();
  }

  @Test
  void saysWhatIsWrongWithADamagedJournal() throws Exception {
    Files.writeString(host.state().resolve("seeds.json"), "{ damaged");

    assertThatThrownBy(() -> host.get(SeedJournal.class))
        .hasStackTraceContaining("seeds.json")
        .hasStackTraceContaining("move it away");
  }

  @Test
  void leavesWhatIsHalfMovedWhereNobodyKnowsWhetherTheServerRuns() throws Exception {
    host = new TestHost(folder, new UnknownService());
    host.file(".orchestrator-agent-keeping/ibdata1").file(".orchestrator-agent-trash/deleted-1/a");

    recover();

    assertThat(host.datadir().resolve(".orchestrator-agent-keeping/ibdata1")).exists();
    await()
        .atMost(Seeds.SOON)
        .until(() -> Files.notExists(host.datadir().resolve(".orchestrator-agent-trash")));
  }

  /** A service of which nobody knows the state. */
  private static final class UnknownService extends FakeServiceManager {
    @Override
    public ServiceStatus status() {
      throw new AgentException(ErrorCode.TIMED_OUT, "systemctl did not end within 5 s");
    }
  }
}
