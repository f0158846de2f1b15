package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Runs btrfs, mount and umount as root. */
final class RootTools {
  private static final Duration LIMIT = Duration.ofSeconds(35);
  private static final Pattern FULL =
      Pattern.compile("No space left on device|Disk quota exceeded");

  private final CommandRunner commands;

  RootTools(CommandRunner commands) {
    this.commands = commands;
  }

  /**
   * Runs a tool that must succeed.
   *
   * @param attempt for the message, such as "make the snapshot /snap/one"
   * @return its standard output
   * @throws AgentException {@code RESOURCES_EXHAUSTED} if the file system or a quota is full
   */
  String run(String attempt, String... arguments) throws InterruptedException {
    CommandResult result = tryRun(arguments);
    if (result.succeeded()) {
      return result.stdout();
    }
    AgentException failure = result.failure(attempt, arguments[0]);
    throw FULL.matcher(result.stderr()).find()
        ? new AgentException(
            ErrorCode.RESOURCES_EXHAUSTED,
            failure.getMessage() + ". Remove snapshots or add a device")
        : failure;
  }

  CommandResult tryRun(String... arguments) throws InterruptedException {
    return commands.tryRun(
        Command.of(List.of(arguments)).with("LC_ALL", "C").within(LIMIT).asRoot());
  }
}
