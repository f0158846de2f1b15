package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.client.ServerIdentity;
import java.nio.file.Path;

/**
 * The running server, and the tool that fits it.
 *
 * @param server what it says it is
 * @param tool what copies it
 */
record LiveSource(ServerIdentity server, BackupTool tool) {
  /**
   * Looks whether it can be copied.
   *
   * @throws AgentException with what is missing
   */
  static LiveSource require(CommandRunner commands, Credentials credentials, Path datadir)
      throws InterruptedException {
    ServerClient client = new ServerClient(commands, credentials);
    ServerIdentity server = client.identity();
    server.requireDatadir(datadir);
    BackupTool tool = BackupTool.find(commands, ToolKind.of(server.version()));
    tool.requireFits(server.version());
    ToolOptions.requireForeign(commands, credentials, tool);
    NeededGrants.require(server, client.grants());
    return new LiveSource(server, tool);
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
