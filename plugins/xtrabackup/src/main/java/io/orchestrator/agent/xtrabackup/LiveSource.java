package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.client.ServerIdentity;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The running server, and the tool that fits it.
 *
 * @param server what it says it is
 * @param tool what copies it
 */
record LiveSource(ServerIdentity server, BackupTool tool) {
  private static final Duration LOOK_LIMIT = Duration.ofMinutes(2);

  /**
   * Looks whether it can be copied.
   *
   * @throws AgentException with what is missing
   */
  static LiveSource require(CommandRunner commands, ServerClient client, Path datadir)
      throws InterruptedException {
    ServerIdentity server = client.identity();
    server.requireDatadir(datadir);
    BackupTool tool = BackupTool.find(commands, ToolKind.of(server.version()));
    tool.requireFits(server.version());
    NeededGrants.require(server, client.grants());
    return new LiveSource(server, tool);
  }

  /** Refuses a server of which some tables are elsewhere: they would not come up on the target. */
  void requireNothingElsewhere(CommandRunner commands, Path datadir) throws InterruptedException {
    CommandResult found =
        commands.run(
            Command.of(
                    "find",
                    datadir.toString(),
                    "-mindepth",
                    "2",
                    "-name",
                    "*.isl",
                    "-print",
                    "-quit")
                .within(LOOK_LIMIT)
                .asRoot());
    if (!found.lines().isEmpty()) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "Can't seed from the running server: tables have their data outside of "
              + datadir
              + " (DATA DIRECTORY), such as "
              + found.lines().get(0).replaceAll("\\p{Cntrl}+", " ")
              + ": move them into it");
    }
  }

  /** What was found, for people. */
  String summary() {
    return tool
        + " for "
        + server.version()
        + (server.writesBinaryLog()
            ? ""
            : ", which writes no binary log: no replica can follow it");
  }
}
