package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.live.server.PrivateServer;
import io.orchestrator.agent.live.server.ServerFiles;
import io.orchestrator.agent.live.tool.ToolLog;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A run of myloader on a private server. */
final class LoadRun {
  private static final Pattern FAILURE = Pattern.compile("CRITICAL|ERROR|[Ee]rror restoring");

  private final Tool tool;
  private final int threads;
  private final PrivateServer server;

  LoadRun(Tool tool, int threads, PrivateServer server) {
    this.tool = tool;
    this.threads = threads;
    this.server = server;
  }

  /**
   * Loads all files of a folder.
   *
   * @throws AgentException if myloader fails, or says that something went wrong
   */
  void run(ServerFiles rows) throws IOException, InterruptedException {
    // What it takes a folder of mydumper's for.
    rows.write("metadata").close();
    CommandResult end =
        server.run(
            List.of(
                tool.path().toString(),
                // Nothing that this host's files say is for the private server.
                "--defaults-file=/dev/null",
                "--socket=" + server.socket(),
                "--user=root",
                "--directory=" + rows.path(),
                "--threads=" + threads,
                "--verbose=2"));
    ToolLog log = ToolLog.of(end.stderr());
    Optional<String> complaint =
        log.last(line -> Optional.of(line).filter(it -> FAILURE.matcher(it).find()));
    if (complaint.isPresent() && end.succeeded()) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          "Could not load the rows: myloader complained: " + complaint.get());
    }
    if (!end.succeeded()) {
      throw server.failure("load the rows by myloader", end);
    }
  }
}
