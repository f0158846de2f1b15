package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.client.BinaryLogGap;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.client.ServerIdentity;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The running server, and the tool that fits it.
 *
 * @param server what it says it is
 * @param tool what copies it
 * @param logGap why no replica can follow it, if it is a replica itself
 */
record LiveSource(ServerIdentity server, BackupTool tool, Optional<String> logGap) {
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
    return new LiveSource(server, tool, BinaryLogGap.ask(client, server));
  }

  /** What was found, for people. */
  String summary() {
    return tool + " for " + server.version() + note();
  }

  /** For the end of a sentence about it: why no replica can follow it; else nothing. */
  String note() {
    if (!server.writesBinaryLog()) {
      return ", which writes no binary log: no replica can follow it";
    }
    return logGap.map(why -> "; no replica can follow it: " + why).orElse("");
  }
}
