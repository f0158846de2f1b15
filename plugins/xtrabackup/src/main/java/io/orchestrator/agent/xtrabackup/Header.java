package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerVersion;
import io.orchestrator.agent.live.frame.Fields;
import java.util.Optional;

/**
 * What the source says ahead of the data.
 *
 * @param kind whose tool made the copy
 * @param server the version of the server
 * @param port the server's TCP port, 0 if it has none
 * @param bytes what its data directory takes
 * @param logGap why no replica can follow it, if it is a replica itself
 */
record Header(ToolKind kind, ServerVersion server, int port, long bytes, Optional<String> logGap) {
  private static final String FORMAT = "2";

  Fields fields() {
    return Fields.none()
        .with("format", FORMAT)
        .with("tool", kind.name())
        .with("server", server.toString())
        .with("version", server.numbers())
        .with("port", Integer.toString(port))
        .with("bytes", Long.toString(bytes))
        .with("log-gap", logGap);
  }

  /**
   * Reads it.
   *
   * @throws AgentException {@code CORRUPT_DATA} if it is none; {@code UNSUPPORTED} if it is of
   *     another version of the plugin
   */
  static Header of(Fields fields) {
    if (!fields.get("format").equals(FORMAT)) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "The source's plugin xtrabackup is of another version: use the same agent on both hosts");
    }
    try {
      return new Header(
          ToolKind.named(fields.get("tool")),
          ServerVersion.parse(fields.get("version"), fields.get("server")),
          Integer.parseInt(fields.get("port")),
          Long.parseLong(fields.get("bytes")),
          fields.find("log-gap").map(why -> why.replaceAll("[^ -~]", "?")));
    } catch (NumberFormatException wrong) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA, "The source sent a header with what is no number", wrong);
    }
  }
}
