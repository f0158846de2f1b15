package io.orchestrator.agent.systemd;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.pf4j.Extension;

/** Starts and stops MySQL by {@code service} and its init script, and believes its status only. */
@Extension
public final class InitScriptService implements ServiceManager {
  private static final Duration STATUS_LIMIT = Duration.ofSeconds(8);
  private static final Duration CHANGE_LIMIT = Duration.ofSeconds(38);
  private static final long POLL_MILLIS = 500;

  private final CommandRunner commands;
  private final InitScripts scripts;
  private final Duration statusLimit;
  private final Duration changeLimit;

  /** For PF4J. */
  public InitScriptService(AgentContext context) {
    this(
        context,
        new InitScripts(context, Path.of("/etc/init.d"), SystemdService.BOOTED),
        STATUS_LIMIT,
        CHANGE_LIMIT);
  }

  InitScriptService(
      AgentContext context, InitScripts scripts, Duration statusLimit, Duration changeLimit) {
    this.commands = context.commands();
    this.scripts = scripts;
    this.statusLimit = statusLimit;
    this.changeLimit = changeLimit;
  }

  @Override
  public String name() {
    return "service";
  }

  @Override
  public CheckResult check() {
    try {
      return CheckResult.usable("init script " + scripts.name());
    } catch (AgentException reason) {
      return CheckResult.unusable(Words.oneLine(reason.getMessage()));
    }
  }

  @Override
  public ServiceStatus status() throws InterruptedException {
    CommandResult result = commands.tryRun(service("status").within(statusLimit));
    if (result.succeeded()) {
      return ServiceStatus.RUNNING;
    }
    if (!ScriptStatus.saysStopped(result)) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED, "Cannot tell whether MySQL runs: " + said("status", result));
    }
    return ServiceStatus.STOPPED;
  }

  @Override
  public void start() throws InterruptedException {
    change("start", ServiceStatus.RUNNING);
  }

  @Override
  public void stop() throws InterruptedException {
    change("stop", ServiceStatus.STOPPED);
  }

  private void change(String action, ServiceStatus wanted) throws InterruptedException {
    long deadline = System.nanoTime() + changeLimit.toNanos();
    if (status() == wanted) {
      return;
    }
    CommandResult result = run(action, deadline);
    while (status() != wanted) {
      if (System.nanoTime() > deadline || !result.succeeded()) {
        throw failure(
            action,
            said(action, result)
                + "; its status says that MySQL "
                + (wanted == ServiceStatus.RUNNING ? "does not run" : "still runs"));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private CommandResult run(String action, long deadline) throws InterruptedException {
    long left = Math.max(deadline - System.nanoTime(), TimeUnit.SECONDS.toNanos(1));
    try {
      return commands.tryRun(service(action).leftAtItsLimit().within(Duration.ofNanos(left)));
    } catch (AgentException slow) {
      if (slow.code() == ErrorCode.TIMED_OUT) {
        throw failure(action, slow.getMessage());
      }
      throw slow;
    }
  }

  private static AgentException failure(String action, String why) {
    return new AgentException(
        ErrorCode.COMMAND_FAILED,
        "Could not " + action + " MySQL: " + why + ". See MySQL's error log");
  }

  private String said(String action, CommandResult result) {
    String words = Words.last(result.stdout(), result.stderr());
    return "service "
        + scripts.name()
        + " "
        + action
        + " exited with "
        + result.exitCode()
        + (words.isEmpty() ? " and said nothing" : ": " + words);
  }

  private Command service(String action) {
    String program = commands.find("service").map(Path::toString).orElse("service");
    return Command.of(program, scripts.name(), action).with("LC_ALL", "C").asRoot();
  }
}
