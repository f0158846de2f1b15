package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReplicationStart.Flavor;
import java.util.List;
import java.util.Optional;

/**
 * What a snapshot script has noted of the binary log: as lock-for-snapshot writes it, or in the
 * form of xtrabackup_binlog_info.
 *
 * @param port of the server
 * @param position where its binary log was
 * @param gtidSet what is in the data
 * @param flavor whose GTIDs they are
 */
record PositionNote(
    Optional<Integer> port,
    Optional<BinaryLogPosition> position,
    Optional<String> gtidSet,
    Optional<Flavor> flavor) {
  private static final String HOST_HEADER = "host\tport\t";
  private static final String POSITION_HEADER = "File\tPosition";
  private static final String MARIADB_HEADER = "@@GLOBAL.gtid_binlog_pos";
  private static final String MYSQL_HEADER = "@@GLOBAL.gtid_executed";

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none
   */
  static PositionNote parse(String text) {
    List<String> lines = text.lines().toList();
    return text.startsWith(HOST_HEADER) ? ofOurScript(lines) : ofXtrabackup(lines);
  }

  /** Each answer of the client below its header. */
  private static PositionNote ofOurScript(List<String> lines) {
    Optional<String> mariaDb = below(MARIADB_HEADER, lines);
    Optional<String> mysql = below(MYSQL_HEADER, lines);
    return new PositionNote(
        below(HOST_HEADER, lines).map(line -> Integer.valueOf(columns(line)[1])),
        below(POSITION_HEADER, lines).map(PositionNote::position),
        // The client shows a line break as two letters.
        mariaDb.or(() -> mysql).map(set -> set.replace("\\n", "")),
        mariaDb.isPresent() ? Optional.of(Flavor.MARIADB) : mysql.map(set -> Flavor.MYSQL));
  }

  private static Optional<String> below(String header, List<String> lines) {
    for (int line = 0; line + 1 < lines.size(); line++) {
      if (lines.get(line).startsWith(header)) {
        return Optional.of(lines.get(line + 1));
      }
    }
    return Optional.empty();
  }

  /** A set of MySQL may go on in further lines. */
  private static PositionNote ofXtrabackup(List<String> lines) {
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    String[] first = columns(lines.get(0));
    String set =
        (first.length > 2 ? first[2] : "") + String.join("", lines.subList(1, lines.size()));
    Optional<String> gtidSet = Optional.of(set).filter(known -> !known.isBlank());
    return new PositionNote(
        Optional.empty(),
        Optional.of(position(lines.get(0))),
        gtidSet,
        gtidSet.map(known -> known.contains(":") ? Flavor.MYSQL : Flavor.MARIADB));
  }

  private static BinaryLogPosition position(String line) {
    String[] columns = columns(line);
    return new BinaryLogPosition(columns[0], Long.parseLong(columns[1]));
  }

  private static String[] columns(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length < 2) {
      throw new IllegalArgumentException("it has a line without a tab where there must be one");
    }
    return columns;
  }
}
