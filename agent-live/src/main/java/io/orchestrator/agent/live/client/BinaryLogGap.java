package io.orchestrator.agent.live.client;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.util.List;
import java.util.Optional;

/**
 * What a server that is a replica itself, or a node of a Galera cluster, leaves out of its binary
 * log: with {@code log_slave_updates=OFF} everything that it replicates. A replica of it would lack
 * that for good and be told that it is up to date.
 */
public final class BinaryLogGap {
  /** By both names, of which a server may know only one. */
  private static final String LOGGED =
      "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('log_slave_updates', 'log_replica_updates')";

  /** Servers without Galera do not know it. */
  private static final String CLUSTER = "SHOW GLOBAL VARIABLES LIKE 'wsrep_on'";

  private static final String OFF = "OFF";
  private static final String ON = "ON";
  private static final String TRUE = "1";

  private BinaryLogGap() {}

  /**
   * Asks for it.
   *
   * @return why no replica can follow the server; empty if one can, or if there is no binary log
   */
  public static Optional<String> ask(ServerClient client, ServerIdentity server)
      throws InterruptedException {
    if (!server.writesBinaryLog() || !says(client.rows(LOGGED), OFF)) {
      return Optional.empty();
    }
    if (says(client.rows(CLUSTER), ON)) {
      return Optional.of(
          "it is a node of a Galera cluster with log_slave_updates=OFF, so its binary log lacks"
              + " what the other nodes write");
    }
    try {
      return client.rows(status(server.version())).isEmpty()
          ? Optional.empty()
          : Optional.of(
              "it is a replica with log_slave_updates=OFF, so its binary log lacks what it"
                  + " replicates");
    } catch (AgentException denied) {
      if (denied.code() != ErrorCode.PERMISSION_DENIED || !server.version().isMariaDb()) {
        throw denied;
      }
      return everReplicated(client)
          ? Optional.of(
              "it has log_slave_updates=OFF, and whether it is a replica the account for seeds may"
                  + " not see: grant it SLAVE MONITOR")
          : Optional.empty();
    }
  }

  private static boolean says(List<List<String>> variables, String value) {
    return variables.stream().anyMatch(row -> row.get(row.size() - 1).equals(value));
  }

  private static String status(ServerVersion version) {
    if (version.isMariaDb()) {
      return "SHOW ALL SLAVES STATUS";
    }
    return version.isAtLeast(8, 0, 22) ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
  }

  /** Everybody may ask for that; it is so for a former replica as well. */
  private static boolean everReplicated(ServerClient client) throws InterruptedException {
    return !client.rows("SELECT @@GLOBAL.gtid_slave_pos = ''").equals(List.of(List.of(TRUE)));
  }
}
