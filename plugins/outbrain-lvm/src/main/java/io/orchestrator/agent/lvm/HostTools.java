package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs the tools of LVM and mount as root. */
final class HostTools {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final CommandRunner commands;

  HostTools(CommandRunner commands) {
    this.commands = commands;
  }

  /**
   * Runs a tool that must succeed.
   *
   * @param attempt for the message, such as "mount /dev/vg/snap on /mnt"
   */
  String run(String attempt, String... arguments) throws InterruptedException {
    CommandResult result = tryRun(arguments);
    if (!result.succeeded()) {
      throw result.failure(attempt, arguments[0]);
    }
    return result.stdout();
  }

  CommandResult tryRun(String... arguments) throws InterruptedException {
    return commands.tryRun(command(arguments));
  }

  /**
   * As {@link #run}, for a tool that changes volumes: killed in the midst it could leave a
   * suspended one, and with it a server that hangs.
   */
  void change(String attempt, String... arguments) throws InterruptedException {
    CommandResult result = commands.tryRun(command(arguments).neverKilled());
    if (!result.succeeded()) {
      throw LvmFailure.of(result, attempt, arguments[0]);
    }
  }

  private static Command command(String... arguments) {
    return Command.of(List.of(arguments))
        .with("LC_ALL", "C")
        .with("LVM_SUPPRESS_FD_WARNINGS", "1")
        .within(LIMIT)
        .asRoot();
  }

  /** The ids of the processes that use a mount; empty if that can't be told. */
  Optional<String> users(String mountPoint) throws InterruptedException {
    if (commands.find("fuser").isEmpty()) {
      return Optional.empty();
    }
    String ids = tryRun("fuser", "-m", mountPoint).stdout().strip().replaceAll("\\s+", ", ");
    return Optional.of(ids).filter(text -> !text.isEmpty());
  }
}
