package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.client.Grants;
import io.orchestrator.agent.live.client.ServerIdentity;
import java.util.ArrayList;
import java.util.List;

/** What the account of a backup must be allowed to do. */
final class NeededGrants {
  private static final String SCHEMA = "performance_schema";
  private static final List<String> STATE_TABLES =
      List.of("log_status", "keyring_component_status", "replication_group_members");

  private NeededGrants() {}

  /**
   * Requires that none is missing.
   *
   * @throws AgentException {@code PERMISSION_DENIED} that names those that are
   */
  static void require(ServerIdentity server, Grants grants) {
    List<String> missing = missing(server, grants);
    if (!missing.isEmpty()) {
      throw new AgentException(
          ErrorCode.PERMISSION_DENIED,
          "The account for seeds lacks the privilege "
              + String.join(", ", missing)
              + ": grant it, or name another account in "
              + Credentials.DEFAULTS_EXTRA_FILE.name());
    }
  }

  static List<String> missing(ServerIdentity server, Grants grants) {
    List<String> missing = new ArrayList<>();
    need(missing, grants, "RELOAD");
    need(missing, grants, "PROCESS");
    boolean mariaDb = server.version().isMariaDb();
    if (mariaDb && server.version().isAtLeast(10, 5, 0)) {
      if (server.writesBinaryLog()) {
        need(missing, grants, "BINLOG MONITOR", "REPLICATION CLIENT", "SUPER");
      }
      return missing;
    }
    need(missing, grants, "LOCK TABLES");
    need(missing, grants, "REPLICATION CLIENT", "SUPER");
    if (!mariaDb && server.version().isAtLeast(8, 0, 0)) {
      need(missing, grants, "BACKUP_ADMIN");
      STATE_TABLES.stream()
          .filter(table -> !grants.hasOn(SCHEMA, table, "SELECT"))
          .forEach(table -> missing.add("SELECT ON " + SCHEMA + "." + table));
    }
    return missing;
  }

  private static void need(
      List<String> missing, Grants grants, String privilege, String... orAnother) {
    if (!grants.has(privilege, orAnother)) {
      missing.add(privilege);
    }
  }
}
