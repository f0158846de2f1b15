package io.orchestrator.agent.host.datadir;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.fixture.Gate;
import io.orchestrator.agent.host.fixture.TestHost;
import java.io.IOException;
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
        host.get(CommandRunner.class),
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
}
