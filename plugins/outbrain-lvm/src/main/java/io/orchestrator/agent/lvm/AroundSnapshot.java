package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The configured commands before and after a snapshot: the first may leave somebody in the
 * background who holds a lock, the second ends that. Both times are short: a server may stand still
 * meanwhile.
 */
final class AroundSnapshot {
  private static final Duration BEFORE_LIMIT = Duration.ofSeconds(15);
  private static final Duration AFTER_LIMIT = Duration.ofSeconds(10);

  private final CommandRunner commands;
  private final Optional<String> before;
  private final Optional<String> after;

  AroundSnapshot(CommandRunner commands, Settings settings) {
    this.commands = commands;
    this.before = settings.find(LvmPlugin.BEFORE);
    this.after = settings.find(LvmPlugin.AFTER);
  }

  /** What happens in between. */
  interface Action {
    void run() throws InterruptedException;
  }

  /** Runs all three; the last one whatever becomes of the others. */
  void run(LogicalVolume origin, String name, Path datadir, Action action)
      throws InterruptedException {
    try {
      if (before.isPresent()) {
        Command command = command(before.get(), origin, name, datadir).within(BEFORE_LIMIT);
        require(commands.tryRun(command.leavingDaemon()), "BeforeSnapshotCommand", "none was made");
      }
      action.run();
    } catch (AgentException | InterruptedException failed) {
      try {
        end(origin, name, datadir, "none was made");
      } catch (AgentException | InterruptedException again) {
        failed.addSuppressed(again);
      }
      throw failed;
    }
    end(origin, name, datadir, name + " was made");
  }

  /** Also if this thread was interrupted: whoever holds a lock must let it go. */
  private void end(LogicalVolume origin, String name, Path datadir, String outcome)
      throws InterruptedException {
    if (after.isEmpty()) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      Command command = command(after.get(), origin, name, datadir).within(AFTER_LIMIT);
      require(commands.tryRun(command), "AfterSnapshotCommand", outcome);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  // Not as root: they are the operator's, who wrote sudo into them where it is needed.
  private static Command command(String text, LogicalVolume origin, String name, Path datadir) {
    return Command.shell(text)
        .with("SNAPSHOT_ORIGIN", origin.path())
        .with("SNAPSHOT_NAME", name)
        .with("SNAPSHOT_DATADIR", datadir.toString());
  }

  private static void require(CommandResult result, String key, String outcome) {
    if (!result.succeeded()) {
      AgentException failure = result.failure("create a snapshot", key);
      throw new AgentException(
          ErrorCode.COMMAND_FAILED, failure.getMessage() + " (" + outcome + ")");
    }
  }
}
