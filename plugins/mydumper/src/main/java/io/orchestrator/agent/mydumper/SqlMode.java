package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerClient;

/** The source's {@code sql_mode}, which mydumper's connections have. */
final class SqlMode {
  private static final String WITHOUT_ESCAPES = "NO_BACKSLASH_ESCAPES";

  private SqlMode() {}

  /**
   * Requires that values come over in it: mydumper 0.10 escapes them as the server wants it, and
   * myloader loads them in a mode of its own.
   *
   * @throws AgentException {@code UNSUPPORTED} if not
   */
  static void requireFitting(ServerClient client) throws InterruptedException {
    String modes = client.rows("SELECT CONCAT(@@GLOBAL.sql_mode, ',', @@sql_mode)").toString();
    if (modes.contains(WITHOUT_ESCAPES)) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "The server's sql_mode has "
              + WITHOUT_ESCAPES
              + ", in which mydumper writes values that myloader reads as others. Use mysqldump or"
              + " xtrabackup instead");
    }
  }
}
