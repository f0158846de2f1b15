package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Runs the tools of LVM and mount as root, and tells their failures apart. */
final class HostTools {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** As lvm2, util-linux, the C library and sudo say it in English, which LC_ALL asks for. */
  private static final Pattern REFUSED =
      Pattern.compile(
          "permission denied|not permitted|superuser|only root|password is required"
              + "|not allowed to|sudoers|must have a tty",
          Pattern.CASE_INSENSITIVE);

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
      throw failure(attempt, arguments[0], result);
    }
    return result.stdout();
  }

  CommandResult tryRun(String... arguments) throws InterruptedException {
    return commands.tryRun(
        Command.of(List.of(arguments))
            .with("LC_ALL", "C")
            .with("LVM_SUPPRESS_FD_WARNINGS", "1")
            .within(LIMIT)
            .asRoot());
  }

  /** The ids of the processes that use a mount; empty if that can't be told. */
  Optional<String> users(String mountPoint) throws InterruptedException {
    if (commands.find("fuser").isEmpty()) {
      return Optional.empty();
    }
    String ids = tryRun("fuser", "-m", mountPoint).stdout().strip().replaceAll("\\s+", ", ");
    return Optional.of(ids).filter(text -> !text.isEmpty());
  }

  static AgentException failure(String attempt, String tool, CommandResult result) {
    String what =
        "Could not %s: %s exited with %d: %s"
            .formatted(attempt, tool, result.exitCode(), lastLines(result.stderr()));
    if (REFUSED.matcher(result.stderr()).find()) {
      return new AgentException(
          ErrorCode.PERMISSION_DENIED,
          what
              + ". Run the agent as root, or set ExecWithSudo and let sudo start "
              + tool
              + " without a password");
    }
    return new AgentException(ErrorCode.COMMAND_FAILED, what);
  }

  /** The end of what a tool said, on one line without a trailing period. */
  static String lastLines(String text) {
    List<String> said =
        text.lines()
            .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
            .filter(line -> !line.isEmpty())
            .toList();
    String end = String.join("; ", said.subList(Math.max(0, said.size() - 3), said.size()));
    return end.isEmpty() ? "it gave no reason" : end.replaceAll("\\.+$", "");
  }
}
