package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.logical.NativeNames;
import io.orchestrator.agent.live.logical.OwnSchemas;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether mydumper may split tables into several files. mydumper 0.10 takes the values of a key for
 * numbers without a sign, and what is between them is dumped: nothing where all are negative. With
 * the largest numbers there are it does not come to an end.
 */
final class Splitting {
  /** So many questions are one argument of the client. */
  private static final int AT_ONCE = 50;

  /** The longest names of so many are shorter than what a program may print (2 MiB). */
  private static final int MOST_KEYS = 3500;

  /** The server's estimates are no better. */
  private static final int MARGIN = 10;

  private Splitting() {}

  /**
   * Looks at all keys that mydumper could take, of the tables that it could split. Where that takes
   * too long, or where there are too many, it is not.
   *
   * @param own databases that are not dumped
   * @param rowsPerFile how many rows a table must have to be split
   */
  static boolean isSafe(ServerClient client, OwnSchemas own, int rowsPerFile)
      throws InterruptedException {
    try {
      return areFitting(client, own, rowsPerFile);
    } catch (AgentException slow) {
      if (slow.code() == ErrorCode.TIMED_OUT) {
        return false;
      }
      throw slow;
    }
  }

  private static boolean areFitting(ServerClient client, OwnSchemas own, int rowsPerFile)
      throws InterruptedException {
    List<List<String>> keys = client.rows(keys(own, rowsPerFile / MARGIN));
    if (keys.size() > MOST_KEYS) {
      return false;
    }
    List<String> questions =
        keys.stream().map(key -> question(key.get(0), key.get(1), key.get(2))).toList();
    for (int i = 0; i < questions.size(); i += AT_ONCE) {
      List<String> some = questions.subList(i, Math.min(questions.size(), i + AT_ONCE));
      if (!client.rows(some.stream().collect(Collectors.joining(" UNION ALL "))).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Numbers that are the first part of a key. */
  private static String keys(OwnSchemas own, int rows) {
    // A MySQL 8 would tell what the tables were like up to a day ago.
    return "/*!80000 SET SESSION information_schema_stats_expiry = 0 */;"
        + " SELECT STRAIGHT_JOIN DISTINCT t.TABLE_SCHEMA, t.TABLE_NAME, c.COLUMN_NAME"
        + " FROM information_schema.TABLES t"
        + " JOIN information_schema.STATISTICS s"
        + " ON s.TABLE_SCHEMA = t.TABLE_SCHEMA AND s.TABLE_NAME = t.TABLE_NAME"
        + " JOIN information_schema.COLUMNS c"
        + " ON c.TABLE_SCHEMA = s.TABLE_SCHEMA AND c.TABLE_NAME = s.TABLE_NAME"
        + " AND c.COLUMN_NAME = s.COLUMN_NAME"
        + " WHERE "
        + own.areNot("t.TABLE_SCHEMA")
        + " AND t.TABLE_TYPE = 'BASE TABLE' AND FIND_IN_SET(t.ENGINE, '"
        + DumpRun.IGNORED_ENGINES
        + "') = 0 AND t.TABLE_ROWS >= "
        + rows
        + " AND s.SEQ_IN_INDEX = 1"
        + " AND c.DATA_TYPE IN ('smallint', 'mediumint', 'int', 'bigint') LIMIT "
        + (MOST_KEYS + 1);
  }

  private static String question(String schema, String table, String column) {
    String max = "MAX(" + quoted(column) + ")";
    return NativeNames.require(
        "SELECT %s FROM %s.%s HAVING %s < 0 OR %s > %d"
            .formatted(max, quoted(schema), quoted(table), max, max, Long.MAX_VALUE));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
