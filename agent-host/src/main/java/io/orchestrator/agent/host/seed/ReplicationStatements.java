package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReplicationStart;
import java.util.Optional;

/**
 * The statements that make a seeded server a replica of its source, without user and password. What
 * they are made of was checked where it came from: it can't end a string.
 *
 * @param host the source
 * @param start where to begin
 * @param words of the statements
 */
record ReplicationStatements(String host, ReplicationStart start, Words words) {
  /** What a server calls its source. */
  enum Words {
    /** MariaDB, and MySQL before 8.4. */
    MASTER("MASTER", "MASTER"),
    /** MySQL from 8.0.23 on. */
    SOURCE("REPLICATION SOURCE", "SOURCE");

    private final String verb;
    private final String prefix;

    Words(String verb, String prefix) {
      this.verb = verb;
      this.prefix = prefix;
    }
  }

  /** In the words that a server of to-day knows. */
  static ReplicationStatements of(String host, ReplicationStart start) {
    return new ReplicationStatements(host, start, isMariaDb(start) ? Words.MASTER : Words.SOURCE);
  }

  /** In the words of MySQL before 8.0.23; nothing for MariaDB, which has always had one form. */
  static Optional<ReplicationStatements> older(String host, ReplicationStart start) {
    return isMariaDb(start)
        ? Optional.empty()
        : Optional.of(new ReplicationStatements(host, start, Words.MASTER));
  }

  /** From the position; empty if that is not known. */
  String byPosition() {
    return start.position().map(this::byPosition).orElse("");
  }

  private String byPosition(BinaryLogPosition position) {
    return change()
        + ", %1$s_LOG_FILE='%2$s', %1$s_LOG_POS=%3$d;"
            .formatted(words.prefix, position.file(), position.position());
  }

  /** From the GTID set; empty if that is not known. */
  String byGtid() {
    return start.gtidSet().map(this::byGtid).orElse("");
  }

  private String byGtid(String set) {
    return isMariaDb(start)
        ? "SET GLOBAL gtid_slave_pos='" + set + "'; " + change() + ", MASTER_USE_GTID=slave_pos;"
        : "SET GLOBAL gtid_purged='%s'; %s, %s_AUTO_POSITION=1;"
            .formatted(set, change(), words.prefix);
  }

  private String change() {
    return "CHANGE %1$s TO %2$s_HOST='%3$s', %2$s_PORT=%4$d"
        .formatted(words.verb, words.prefix, host, start.sourcePort());
  }

  private static boolean isMariaDb(ReplicationStart start) {
    return start.flavor() == ReplicationStart.Flavor.MARIADB;
  }
}
