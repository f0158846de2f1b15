package io.orchestrator.agent.live.client;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.mount.MountTable;
import java.nio.file.Path;
import java.util.List;

/**
 * What a running server says it is.
 *
 * @param version its version
 * @param datadir its data directory
 * @param port its TCP port, 0 if it has no network
 * @param writesBinaryLog does it write one?
 */
public record ServerIdentity(
    ServerVersion version, Path datadir, int port, boolean writesBinaryLog) {
  static final String QUESTION =
      "SELECT @@version, @@version_comment, @@datadir, @@port, @@log_bin";

  private static final int COLUMNS = 5;

  static ServerIdentity of(List<List<String>> rows) {
    if (rows.size() != 1 || rows.get(0).size() != COLUMNS) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          "Could not ask the server: the client printed what is no answer to " + QUESTION);
    }
    List<String> row = rows.get(0);
    return new ServerIdentity(
        ServerVersion.parse(row.get(0), row.get(1)),
        Path.of(row.get(2)),
        Integer.parseInt(row.get(3)),
        row.get(4).equals("1"));
  }

  /**
   * Requires that the server that answers is the one that is to be copied.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} if it has another data directory
   */
  public void requireDatadir(Path wanted) {
    if (!MountTable.real(datadir).equals(MountTable.real(wanted))) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "The server that answers has its data in "
              + datadir
              + " and not in "
              + wanted
              + ", so it is another one: mend the socket, or host and port, in the option file that "
              + Credentials.DEFAULTS_EXTRA_FILE.name()
              + " names");
    }
  }
}
