package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes snapshots by the configured command and finds out what it made. */
final class CreationByCommand implements SnapshotCreation {
  private final CommandRunner commands;
  private final String text;
  private final LogicalVolumes volumes;

  /**
   * A way to make snapshots.
   *
   * @param text CreateSnapshotCommand
   */
  CreationByCommand(CommandRunner commands, String text, LogicalVolumes volumes) {
    this.commands = commands;
    this.text = text;
    this.volumes = volumes;
  }

  @Override
  public Optional<String> problem(List<LogicalVolume> all) {
    return Optional.empty();
  }

  @Override
  public Optional<LogicalVolume> create() throws InterruptedException {
    Set<Identity> before = new HashSet<>();
    volumes.list().forEach(volume -> before.add(Identity.of(volume)));
    // Not as root: it is the operator's, who wrote sudo into it where it is needed.
    Command command = Command.shell(text);
    CommandResult result = commands.tryRun(command);
    if (!result.succeeded()) {
      throw failure(command, result);
    }
    return volumes.list().stream()
        .filter(LogicalVolume::snapshot)
        .filter(volume -> !before.contains(Identity.of(volume)))
        .findFirst();
  }

  private static AgentException failure(Command command, CommandResult result) {
    AgentException failure = LvmFailure.of(result, "create a snapshot", "CreateSnapshotCommand");
    return failure.code() == ErrorCode.RESOURCES_EXHAUSTED
        ? failure
        : new AgentException(failure.code(), failure.getMessage() + " (it is: " + command + ")");
  }

  /** Many a command removes the oldest snapshot and uses its name again. */
  private record Identity(String path, Optional<Instant> created) {
    static Identity of(LogicalVolume volume) {
      return new Identity(volume.path(), volume.created());
    }
  }
}
