package io.orchestrator.agent.command;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Says for operators how a command failed. */
final class CommandFailure {
  private static final int LONGEST_TAIL = 500;

  private CommandFailure() {}

  static AgentException of(Command command, CommandResult result) {
    String message = command + " failed with exit status " + result.exitCode();
    String output = tail(result.stderr().isBlank() ? result.stdout() : result.stderr());
    boolean sudoRefused =
        command.isAsRoot() && result.exitCode() == 1 && output.startsWith("sudo: ");
    return new AgentException(
        sudoRefused ? ErrorCode.PERMISSION_DENIED : ErrorCode.COMMAND_FAILED,
        message
            + hint(result.exitCode())
            + (output.isEmpty() ? " and wrote nothing" : ": " + output)
            + (sudoRefused ? "; allow it to the agent's user in sudoers" : ""));
  }

  static String text(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }

  static String stillRunning(List<HostProcess> survivors) {
    return survivors.isEmpty()
        ? ""
        : survivors.stream()
            .map(HostProcess::label)
            .collect(Collectors.joining(", ", ", but these still run: ", ""));
  }

  private static String hint(int exitCode) {
    if (exitCode == 126) {
      return " (something in it must not be executed)";
    }
    if (exitCode == 127) {
      return " (a program in it was not found)";
    }
    return exitCode > 128 && exitCode <= 128 + 64
        ? " (ended by signal " + (exitCode - 128) + ")"
        : "";
  }

  /** Its last lines as one. */
  private static String tail(String output) {
    String text = output.strip();
    String end = text.substring(Math.max(0, text.length() - LONGEST_TAIL));
    if (end.length() < text.length()) {
      int line = end.indexOf('\n');
      end = line < 0 || line == end.length() - 1 ? "…" + end : end.substring(line + 1);
    }
    return end.replaceAll("\\s*\\R\\s*", " | ").replaceAll("[\\p{Cc}\\p{Cf}]+", " ").strip();
  }
}
