package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.client.ServerVersion;
import io.orchestrator.agent.live.server.PrivateServer;
import io.orchestrator.agent.live.server.ServerPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * mydumper or myloader, of the one series whose options, files and words this plugin knows.
 *
 * @param path where it is
 */
record Tool(Path path) {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String SERIES = "0.10";

  /** "mydumper 0.10.0, built against MySQL 10.11.14", "mydumper v0.16.3-1, built against …". */
  private static final Pattern VERSION = Pattern.compile("^\\S+ v?((\\d+\\.\\d+)\\.\\S*?),");

  /**
   * Finds one.
   *
   * @param named the one that the operator has named
   * @throws AgentException {@code TOOL_MISSING}, or {@code UNSUPPORTED} if it is of another series
   */
  static Tool find(CommandRunner commands, String name, Optional<Path> named)
      throws InterruptedException {
    Path path = named.orElseGet(() -> ServerPrograms.installed(commands, name));
    if (!Files.isExecutable(path)) {
      throw new AgentException(ErrorCode.TOOL_MISSING, "There is no program " + path);
    }
    requireSeries(
        path, commands.run(Command.of(path.toString(), "--version").within(LIMIT)).stdout());
    return new Tool(path);
  }

  /**
   * Requires that a private server's user may run it, who is not the agent's where that is root.
   *
   * @throws AgentException {@code PERMISSION_DENIED} if not
   */
  void requireRuns(PrivateServer server) throws InterruptedException {
    CommandResult end = server.run(List.of(path.toString(), "--version"));
    if (!end.succeeded()) {
      throw new AgentException(
          ErrorCode.PERMISSION_DENIED,
          "Could not run "
              + path
              + " as the owner of the datadir "
              + server.datadir()
              + ", who is to load the files by it: "
              + end.lastWords()
              + ": let that user execute it, or name another one as LoadProgram");
    }
  }

  static void requireSeries(Path path, String told) {
    Matcher version = VERSION.matcher(told);
    if (!version.find() || !version.group(2).equals(SERIES)) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          path
              + (version.reset().find()
                  ? " is of version " + version.group(1)
                  : " --version prints what holds no version")
              + ", but a seed needs "
              + SERIES
              + ": others have other options and write other files. Install that one, or seed by"
              + " mysqldump or xtrabackup");
    }
  }

  /**
   * Requires that such a mydumper can dump a server.
   *
   * @throws AgentException {@code UNSUPPORTED} if it can't
   */
  static void requireDumps(ServerVersion server) {
    if (!server.isMariaDb() && server.isAtLeast(8, 4, 0)) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "mydumper "
              + SERIES
              + " asks for the place in the binary log by SHOW MASTER STATUS, which "
              + server
              + " has no more: seed by mysqldump or xtrabackup");
    }
  }
}
