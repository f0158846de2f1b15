package io.orchestrator.agent.api.seed;

import java.util.Objects;
import java.util.Optional;

/**
 * Where the data of a seed ends in its source's binary log, so that a replica can begin there. At
 * least one of position and GTID set is known.
 *
 * @param flavor whose statements and GTIDs they are
 * @param sourcePort the source server's TCP port, 1 to 65535
 * @param position the first event that is not in the data
 * @param gtidSet what is in the data: MariaDB's {@code gtid_slave_pos} or MySQL's {@code
 *     gtid_executed}, without white space; letters, digits, dashes, colons, commas and underscores
 *     only
 */
public record ReplicationStart(
    Flavor flavor, int sourcePort, Optional<BinaryLogPosition> position, Optional<String> gtidSet) {
  /** The family of a server. */
  public enum Flavor {
    /** MySQL and Percona Server. */
    MYSQL,
    /** MariaDB. */
    MARIADB
  }

  private static final int LAST_PORT = 65535;
  private static final int LONGEST_SET = 1 << 20;

  /** Refuses what can't be one: it ends up in a statement. */
  public ReplicationStart {
    Objects.requireNonNull(flavor, "flavor");
    Objects.requireNonNull(position, "position");
    gtidSet = gtidSet.map(set -> set.replaceAll("\\s", "")).filter(set -> !set.isEmpty());
    if (sourcePort < 1 || sourcePort > LAST_PORT) {
      throw new IllegalArgumentException("sourcePort is " + sourcePort);
    }
    if (gtidSet.filter(set -> !isGtidSet(set)).isPresent()) {
      throw new IllegalArgumentException("this is no GTID set");
    }
    if (position.isEmpty() && gtidSet.isEmpty()) {
      throw new IllegalArgumentException("neither a position nor a GTID set");
    }
  }

  private static boolean isGtidSet(String set) {
    return set.length() <= LONGEST_SET && set.matches("[A-Za-z0-9:,_-]+");
  }
}
