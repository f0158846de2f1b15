package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.tool.ToolLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Runs of the dump program that must be whole. */
public final class Dump {
  private static final int BUFFER = 256 * 1024;

  /** A warning is none. */
  private static final Pattern ERROR =
      Pattern.compile("(?i)\\berror\\b|couldn't|can't|failed|denied|lost connection");

  private final CommandRunner commands;
  private final Credentials credentials;
  private final DumpProgram program;
  private final Progress progress;

  /** Dumps with this program and these credentials. */
  public Dump(
      CommandRunner commands, Credentials credentials, DumpProgram program, Progress progress) {
    this.commands = commands;
    this.credentials = credentials;
    this.program = program;
    this.progress = progress;
  }

  /**
   * Dumps.
   *
   * @param arguments without the credentials
   * @param out gets the dump; is flushed and not closed
   * @return the dump's two ends
   * @throws AgentException {@code COMMAND_FAILED} if the program fails, says that something went
   *     wrong, or does not come to the dump's last line; {@code UNSUPPORTED}, as soon as that is
   *     seen, if the GTID set that it writes does not fit the rows
   */
  public DumpEnds run(List<String> arguments, OutputStream out)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(program.path().toString()));
    line.addAll(credentials.arguments());
    line.addAll(arguments);
    Command command = Command.of(line).with("LC_ALL", "C").withoutLimit().asRoot();
    try (RunningCommand running = commands.start(command)) {
      DumpEnds ends = copy(running.stdout(), out);
      requireGood(running.waitFor(), ends);
      out.flush();
      return ends;
    }
  }

  private DumpEnds copy(InputStream dump, OutputStream out) throws IOException {
    DumpEnds ends = new DumpEnds();
    byte[] buffer = new byte[BUFFER];
    boolean looked = false;
    for (int read = dump.read(buffer); read >= 0; read = dump.read(buffer)) {
      ends.note(buffer, 0, read);
      if (!looked && ends.hasBeginning()) {
        requireOneMoment(ends);
        looked = true;
      }
      out.write(buffer, 0, read);
      progress.bytes(read);
    }
    return ends;
  }

  private void requireGood(CommandResult end, DumpEnds ends) {
    ToolLog log = ToolLog.of(end.stderr());
    String what = "Could not dump the server: " + program.path().getFileName() + " ";
    if (!end.succeeded()) {
      throw failure(what + "exited with " + end.exitCode() + ": " + log.lastWords(ERROR));
    }
    if (log.lines().stream().anyMatch(said -> ERROR.matcher(said).find())) {
      throw failure(what + "complained: " + log.lastWords(ERROR));
    }
    if (!ends.isComplete()) {
      throw failure(what + "ended without the line that ends a whole dump (\"-- Dump completed\")");
    }
    requireOneMoment(ends);
  }

  private void requireOneMoment(DumpEnds ends) {
    if (ends.isOfTwoMoments()) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "Could not dump the server: "
              + program.path()
              + " of "
              + program.version()
              + " writes the GTIDs that the server has at the dump's end, while the rows are of its"
              + " beginning: a replica would never get what is written between. Install a mysqldump"
              + " that writes them first (8.0.32 or later does), or seed by xtrabackup or stream");
    }
  }

  private static AgentException failure(String message) {
    String advice =
        message.toLowerCase(Locale.ROOT).contains("lost connection")
            ? ". If the server still runs, the target may have been too slow for it: raise its"
                + " net_write_timeout"
            : "";
    return new AgentException(ErrorCode.COMMAND_FAILED, message + advice);
  }
}
