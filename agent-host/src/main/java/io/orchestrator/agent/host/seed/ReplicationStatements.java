package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReplicationStart;

/**
 * The statements that make a seeded server a replica of its source, without user and password. What
 * they are made of was checked where it came from: it can't end a string.
 *
 * @param host the source
 * @param start where to begin
 */
record ReplicationStatements(String host, ReplicationStart start) {
  /** From the position; empty if that is not known. */
  String byPosition() {
    return start.position().map(this::byPosition).orElse("");
  }

  private String byPosition(BinaryLogPosition position) {
    return change()
        + ", %1$s_LOG_FILE='%2$s', %1$s_LOG_POS=%3$d;"
            .formatted(prefix(), position.file(), position.position());
  }

  /** From the GTID set; empty if that is not known. */
  String byGtid() {
    return start.gtidSet().map(this::byGtid).orElse("");
  }

  private String byGtid(String set) {
    return isMariaDb()
        ? "SET GLOBAL gtid_slave_pos='" + set + "'; " + change() + ", MASTER_USE_GTID=slave_pos;"
        : "SET GLOBAL gtid_purged='" + set + "'; " + change() + ", SOURCE_AUTO_POSITION=1;";
  }

  private String change() {
    return "CHANGE %1$s TO %2$s_HOST='%3$s', %2$s_PORT=%4$d"
        .formatted(
            isMariaDb() ? "MASTER" : "REPLICATION SOURCE", prefix(), host, start.sourcePort());
  }

  private String prefix() {
    return isMariaDb() ? "MASTER" : "SOURCE";
  }

  private boolean isMariaDb() {
    return start.flavor() == ReplicationStart.Flavor.MARIADB;
  }
}
