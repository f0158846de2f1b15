package io.orchestrator.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.service.ServiceManagerContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with a file as the server that runs as long as it exists. */
@Tag("processes")
class CommandServiceTest extends ServiceManagerContract {
  @TempDir Path folder;

  @Override
  protected ServiceManager service() {
    return service("test -e " + pidFile(), "touch " + pidFile(), Duration.ofSeconds(20));
  }

  @Override
  protected ServiceManager brokenService() {
    return service("test -e " + pidFile(), "echo no space for redo logs", Duration.ofSeconds(1));
  }

  @Override
  protected String reasonOfBrokenService() {
    return "no space for redo logs";
  }

  @Override
  protected ServiceManager serviceOfUnknownState() {
    return service("no-such-command-as-this", "true", Duration.ofSeconds(1));
  }

  @Override
  protected ServiceManager stubbornService() throws Exception {
    Files.createFile(pidFile());
    FakeAgentContext context =
        context("test -e " + pidFile(), "true").with("MySQLServiceStopCommand", "true");
    return new CommandService(context, Duration.ofSeconds(1));
  }

  @Override
  protected ServiceManager slowService() {
    return service("test -e " + pidFile(), "sleep 30", Duration.ofSeconds(40));
  }

  @Test
  void doesNotTakeAKilledStatusCommandForStopped() {
    assertThatThrownBy(() -> service("kill -9 $$", "true", Duration.ofSeconds(1)).status())
        .hasFieldOrPropertyWithValue("code", ErrorCode.COMMAND_FAILED)
        .hasMessageContaining("MySQLServiceStatusCommand");
  }

  @Test
  void waitsForAServerThatComesUpLaterThanItsCommandEnds() throws Exception {
    String later = "(sleep 1; touch " + pidFile() + ") &";
    service("test -e " + pidFile(), later, Duration.ofSeconds(20)).start();
    assertThat(pidFile()).exists();
  }

  /** As MySQL's own script does, which waits for minutes while InnoDB recovers. */
  @Test
  void doesNotEndAServerThatIsOnItsWayUpWhenItsTimeIsOver() {
    Path go = folder.resolve("go");
    String slow =
        "(while [ ! -e %s ]; do sleep 0.1; done; touch %s) & wait".formatted(go, pidFile());
    ServiceManager service = service("test -e " + pidFile(), slow, Duration.ofSeconds(1));

    assertThatThrownBy(service::start)
        .hasFieldOrPropertyWithValue("code", ErrorCode.TIMED_OUT)
        .hasMessageContaining("goes on");

    assertThat(go.toFile().mkdir()).isTrue();
    Awaitility.await().until(() -> service.status() == ServiceStatus.RUNNING);
  }

  @Test
  void saysWhatTheFailedCommandSaid() {
    assertThatThrownBy(
            service("false", "echo the disk is gone >&2; exit 5", Duration.ofSeconds(5))::start)
        .hasFieldOrPropertyWithValue("code", ErrorCode.COMMAND_FAILED)
        .hasMessageContaining("the disk is gone");
  }

  @Test
  void saysThatAServerThatWasToldToStopStillRuns() {
    assertThatThrownBy(() -> stubbornService().stop()).hasMessageContaining("still runs");
  }

  @Test
  void namesTheSettingThatIsMissing() {
    CommandService service =
        new CommandService(FakeAgentContext.in(folder).withCommands(new ProcessRunner(false)));
    assertThatThrownBy(service::status)
        .hasFieldOrPropertyWithValue("code", ErrorCode.NOT_CONFIGURED)
        .hasMessageContaining("MySQLServiceStatusCommand");
    assertThat(service.check().reason()).contains("MySQLServiceStopCommand");
  }

  private Path pidFile() {
    return folder.resolve("pid");
  }

  private ServiceManager service(String status, String start, Duration limit) {
    return new CommandService(context(status, start), limit);
  }

  private FakeAgentContext context(String status, String start) {
    return FakeAgentContext.in(folder)
        .with("MySQLServiceStatusCommand", status)
        .with("MySQLServiceStartCommand", start)
        .with("MySQLServiceStopCommand", "rm -f " + pidFile())
        .withCommands(new ProcessRunner(false));
  }
}
