package io.orchestrator.agent.host.datadir;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.command.Strays;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.fixture.Gate;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.seed.SeedRecovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletion by the configured command. */
class DatadirDeletionTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;
  private TestHost host;
  private Gate gate;
  private Path runs;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder).file("ibdata1");
    gate = new Gate(folder.resolve("go"));
    runs = folder.resolve("runs");
  }

  private DatadirDeletion deletion(String command, Duration limit) {
    host.with("MySQLDeleteDatadirContentCommand", "echo run >> " + runs + "; " + command);
    return new DatadirDeletion(
        host.get(AgentConfig.class),
        host.get(ProcessRunner.class),
        host.get(Strays.class),
        host.get(DatadirCheck.class),
        host.get(DatadirTrash.class),
        limit);
  }

  private String deleteOnceTold() {
    return gate.command() + "; rm -rf " + host.datadir() + "/*";
  }

  private void delete(DatadirDeletion deletion) throws InterruptedException {
    deletion.begin(host.datadir()).await();
  }

  @Test
  void isDoneWhenTheCommandHasEndedWell() throws Exception {
    DatadirDeletion deletion = deletion("rm -rf " + host.datadir() + "/*", SOON);

    delete(deletion);

    assertThat(host.datadir()).isEmptyDirectory();
    assertThat(deletion.isRunning()).isFalse();
  }

  @Test
  void saysWhyTheCommandFailed() {
    DatadirDeletion deletion = deletion("echo rm: busy >&2; exit 1", SOON);

    assertRefused(ErrorCode.COMMAND_FAILED, "rm: busy", () -> delete(deletion));
  }

  @Test
  void doesNotBelieveACommandThatLeavesSomething() {
    host.file("shop/orders.ibd");
    DatadirDeletion deletion = deletion("rm -f " + host.datadir() + "/ibdata1", SOON);

    assertRefused(ErrorCode.IO_FAILED, "still has 1 entries, such as shop", () -> delete(deletion));
  }

  @Test
  void tellsOfASlowCommandInTimeAndLetsItGoOn() throws IOException {
    DatadirDeletion deletion = deletion(deleteOnceTold(), Duration.ofMillis(200));

    assertRefused(ErrorCode.TIMED_OUT, "it goes on", () -> delete(deletion));

    assertThat(deletion.isRunning()).isTrue();
    assertThat(host.datadir().resolve("ibdata1")).exists();
    gate.open();
    await().atMost(SOON).until(() -> !deletion.isRunning());
    assertThat(host.datadir()).isEmptyDirectory();
  }

  @Test
  void joinsTheCommandThatStillRuns() throws Exception {
    DatadirDeletion deletion = deletion(deleteOnceTold(), SOON);
    DatadirDeletion.Attempt first = deletion.begin(host.datadir());

    DatadirDeletion.Attempt second = deletion.begin(host.datadir());
    gate.open();
    first.await();
    second.await();

    assertThat(runs).hasContent("run");
  }

  @Test
  void runsTheCommandAnewOnceItIsOver() throws Exception {
    DatadirDeletion deletion = deletion("rm -rf " + host.datadir() + "/*", SOON);
    delete(deletion);
    host.file("ibdata1");

    delete(deletion);

    assertThat(host.datadir()).isEmptyDirectory();
    assertThat(runs).hasContent("run\nrun");
  }

  /** A command that holds on, in a datadir that has nothing of the agent's own. */
  private ProcessHandle begun(DatadirDeletion deletion) throws IOException {
    DatadirDeletion.Attempt unused = deletion.begin(host.datadir());
    Path pid = folder.resolve("pid");
    await().atMost(SOON).until(() -> Files.exists(pid));
    return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
  }

  private String hold() {
    Path pid = folder.resolve("pid");
    return "echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; " + deleteOnceTold();
  }

  @Test
  void isEndedAtTheNextStartWhenTheAgentWasKilled() throws Exception {
    ProcessHandle command = begun(deletion(hold(), SOON));
    host.restart();

    host.get(SeedRecovery.class).recover();

    assertThat(command.isAlive()).isFalse();
    assertThat(host.datadir().resolve("ibdata1")).exists();
    assertThat(host.state().resolve("deletion.json")).doesNotExist();
  }

  @Test
  void isEndedWithTheAgentAndNotBegunAnyMore() throws Exception {
    DatadirDeletion deletion = deletion(hold(), SOON);
    ProcessHandle command = begun(deletion);

    deletion.stop();

    assertThat(command.isAlive()).isFalse();
    await().atMost(SOON).until(() -> !deletion.isRunning());
    assertRefused(ErrorCode.CONFLICT, "the agent is stopping", () -> delete(deletion));
    assertThat(host.datadir().resolve("ibdata1")).exists();
  }

  @Test
  void leavesNoMarkWhenItIsOver() throws Exception {
    DatadirDeletion deletion = deletion("exit 1", SOON);

    assertRefused(ErrorCode.COMMAND_FAILED, "exit", () -> delete(deletion));

    assertThat(host.state().resolve("deletion.json")).doesNotExist();
  }
}
