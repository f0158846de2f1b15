package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Logs as the SQL text that {@code mysqlbinlog} makes of them. */
public final class BinaryLogText {
  private static final int BUFFER = 64 << 10;

  private final CommandRunner commands;

  /** Printed by a program of this host. */
  @Inject
  public BinaryLogText(CommandRunner commands) {
    this.commands = commands;
  }

  /**
   * Writes the text of these logs as one. When it fails, a part may have been written.
   *
   * @param logs full paths, at least one
   * @param start position in the first log; 0 for its beginning
   * @param stop position in the last log; 0 for its end
   * @param out is not closed
   * @throws AgentException {@code INVALID_ARGUMENT} if a position is negative or no log is named,
   *     {@code TOOL_MISSING}, {@code COMMAND_FAILED}, {@code TIMED_OUT} after 45 seconds
   * @throws IOException if {@code out} fails
   * @throws InterruptedException if the calling thread is interrupted
   */
  public void write(List<Path> logs, long start, long stop, OutputStream out)
      throws IOException, InterruptedException {
    if (logs.isEmpty() || start < 0 || stop < 0) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "Printing logs needs at least one log and positions of 0 or more, not "
              + logs
              + " from "
              + start
              + " to "
              + stop);
    }
    Command command = command(logs, start, stop);
    try (RunningCommand printer = commands.start(command)) {
      copy(printer.stdout(), out);
      CommandResult result = printer.waitFor();
      if (!result.succeeded()) {
        throw new AgentException(
            ErrorCode.COMMAND_FAILED,
            command
                + " failed with exit status "
                + result.exitCode()
                + ": "
                + Shown.text(result.stderr().strip()));
      }
    }
  }

  private Command command(List<Path> logs, long start, long stop) {
    List<String> arguments = new ArrayList<>();
    if (start > 0) {
      arguments.add("--start-position=" + start);
    }
    if (stop > 0) {
      arguments.add("--stop-position=" + stop);
    }
    logs.forEach(log -> arguments.add(log.toString()));
    Command command = LogPrinter.command(commands, arguments);
    return logs.stream().allMatch(Files::isReadable) ? command : command.asRoot();
  }

  /** The command's own limit ends a read that waits for it. */
  private static void copy(InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      if (Thread.interrupted()) {
        throw new InterruptedException("printing logs");
      }
      out.write(buffer, 0, count);
    }
  }
}
