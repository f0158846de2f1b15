package io.orchestrator.agent.commands;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pf4j.Extension;

/** Starts and stops MySQL by the configured commands, and believes only the status command. */
@Extension
public final class CommandService implements ServiceManager {
  private static final Duration STATUS_LIMIT = Duration.ofSeconds(8);
  private static final Duration CHANGE_LIMIT = Duration.ofSeconds(40);
  private static final long POLL_MILLIS = 500;

  private final Settings settings;
  private final CommandRunner commands;
  private final Duration changeLimit;

  /** For PF4J. */
  public CommandService(AgentContext context) {
    this(context, CHANGE_LIMIT);
  }

  CommandService(AgentContext context, Duration changeLimit) {
    this.settings = context.settings();
    this.commands = context.commands();
    this.changeLimit = changeLimit;
  }

  @Override
  public String name() {
    return "commands";
  }

  @Override
  public CheckResult check() {
    List<String> missing =
        List.of(CommandsPlugin.STATUS, CommandsPlugin.START, CommandsPlugin.STOP).stream()
            .filter(setting -> !settings.has(setting))
            .map(Setting::name)
            .toList();
    if (!missing.isEmpty()) {
      return CheckResult.unusable("not set: " + String.join(", ", missing));
    }
    return commands.find("bash").isPresent()
        ? CheckResult.usable("the configured commands")
        : CheckResult.unusable("bash is not installed, and the configured commands need it");
  }

  @Override
  public ServiceStatus status() throws InterruptedException {
    String text = settings.get(CommandsPlugin.STATUS);
    CommandResult result = commands.tryRun(Command.shell(text).within(STATUS_LIMIT));
    if (ExitStatus.isTheShells(result)) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          "Cannot tell whether MySQL runs: "
              + CommandsPlugin.STATUS.name()
              + " could not be run, or was killed: "
              + LastWords.of(result));
    }
    return result.succeeded() ? ServiceStatus.RUNNING : ServiceStatus.STOPPED;
  }

  @Override
  public void start() throws InterruptedException {
    change(CommandsPlugin.START, ServiceStatus.RUNNING);
  }

  @Override
  public void stop() throws InterruptedException {
    change(CommandsPlugin.STOP, ServiceStatus.STOPPED);
  }

  private void change(Setting<String> setting, ServiceStatus wanted) throws InterruptedException {
    long deadline = System.nanoTime() + changeLimit.toNanos();
    Command command = Command.shell(settings.get(setting)).leftAtItsLimit();
    if (status() == wanted) {
      return;
    }
    CommandResult result = commands.run(command.within(atLeastASecondUntil(deadline)));
    String seen = disagreement(wanted);
    while (!seen.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AgentException(
            ErrorCode.COMMAND_FAILED,
            setting.name()
                + " ended with exit status 0, but "
                + changeLimit.toSeconds()
                + " s after it was begun "
                + seen
                + "; its output: "
                + LastWords.of(result)
                + ". See MySQL's error log");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      seen = disagreement(wanted);
    }
  }

  /** What the status command says instead; empty if it agrees. */
  private String disagreement(ServiceStatus wanted) throws InterruptedException {
    try {
      return status() == wanted
          ? ""
          : CommandsPlugin.STATUS.name()
              + " says that MySQL "
              + (wanted == ServiceStatus.RUNNING ? "does not run" : "still runs");
    } catch (AgentException unknown) {
      return "it is unknown whether MySQL runs: " + unknown.getMessage();
    }
  }

  private static Duration atLeastASecondUntil(long deadline) {
    long left = deadline - System.nanoTime();
    return Duration.ofNanos(Math.max(left, TimeUnit.SECONDS.toNanos(1)));
  }
}
