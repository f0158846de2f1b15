package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import java.time.Duration;
import java.util.List;

/** Runs btrfs and mount as root. */
final class HostTools {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final CommandRunner commands;

  HostTools(CommandRunner commands) {
    this.commands = commands;
  }

  /**
   * Runs a tool that must succeed.
   *
   * @param attempt for the message, such as "delete the snapshot /srv/snap"
   */
  String run(String attempt, String... arguments) throws InterruptedException {
    CommandResult result = tryRun(arguments);
    if (!result.succeeded()) {
      AgentException failure = result.failure(attempt, arguments[0]);
      throw result.stderr().contains("No space left")
          ? new AgentException(ErrorCode.RESOURCES_EXHAUSTED, failure.getMessage())
          : failure;
    }
    return result.stdout();
  }

  CommandResult tryRun(String... arguments) throws InterruptedException {
    return commands.tryRun(
        Command.of(List.of(arguments)).with("LC_ALL", "C").within(LIMIT).asRoot());
  }

  /** The processes that use a mount, for a message. */
  String users(String mountPoint) throws InterruptedException {
    if (commands.find("fuser").isPresent()) {
      String ids = tryRun("fuser", "-m", mountPoint).stdout().strip().replaceAll("\\s+", ", ");
      if (!ids.isEmpty()) {
        return " by the processes " + ids;
      }
    }
    return ". See who uses it: fuser -vm " + mountPoint;
  }
}
