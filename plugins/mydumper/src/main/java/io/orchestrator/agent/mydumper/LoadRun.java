package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.server.ClientFeed;
import io.orchestrator.agent.live.server.PrivateServer;
import io.orchestrator.agent.live.server.ServerFiles;
import io.orchestrator.agent.live.server.ServerPrograms;
import io.orchestrator.agent.live.tool.ToolLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A run of myloader on a private server. */
final class LoadRun {
  private static final Pattern FAILURE = Pattern.compile("CRITICAL|ERROR|[Ee]rror restoring");

  private final CommandRunner commands;
  private final LoadSettings settings;
  private final PrivateServer server;

  LoadRun(CommandRunner commands, LoadSettings settings, PrivateServer server) {
    this.commands = commands;
    this.settings = settings;
    this.server = server;
  }

  /**
   * Loads all files of a folder.
   *
   * @throws AgentException if myloader fails, or says that something went wrong
   */
  void run(ServerFiles rows) throws InterruptedException {
    // What it takes a folder of mydumper's for.
    try (ClientFeed metadata = rows.write("metadata")) {
      metadata.finish();
    }
    Path program =
        settings.program().orElseGet(() -> ServerPrograms.installed(commands, "myloader"));
    CommandResult end =
        server.run(
            List.of(
                program.toString(),
                // Nothing that this host's files say is for the private server.
                "--defaults-file=/dev/null",
                "--socket=" + server.socket(),
                "--user=root",
                "--directory=" + rows.path(),
                "--threads=" + settings.threads(),
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
