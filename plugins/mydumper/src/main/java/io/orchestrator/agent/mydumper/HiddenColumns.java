package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.logical.OwnSchemas;
import java.util.List;

/**
 * Columns whose values mydumper 0.10 leaves out without a word, so that the new table gets their
 * defaults. It asks for {@code *}, in which invisible columns are not, and takes every column whose
 * EXTRA has the word GENERATED for one that the server computes; MySQL 8 says DEFAULT_GENERATED of
 * one whose default is an expression.
 */
final class HiddenColumns {
  private HiddenColumns() {}

  /**
   * Requires that there are none.
   *
   * @throws AgentException {@code UNSUPPORTED} with one of them
   */
  static void requireNone(ServerClient client, OwnSchemas own) throws InterruptedException {
    List<List<String>> found =
        client.rows(
            "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, EXTRA FROM information_schema.COLUMNS"
                + " WHERE "
                + own.areNot("TABLE_SCHEMA")
                + " AND (EXTRA LIKE '%DEFAULT_GENERATED%'"
                + " OR EXTRA LIKE '%INVISIBLE%' AND EXTRA NOT LIKE '%GENERATED%') LIMIT 1");
    if (!found.isEmpty()) {
      List<String> column = found.get(0);
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "Can't seed \""
              + String.join(".", column.subList(0, 3)).replaceAll("\\p{Cntrl}", "?")
              + "\": mydumper leaves the values of "
              + column.get(3).replaceAll("[^ -~]", "?")
              + " columns behind. Use mysqldump or xtrabackup instead");
    }
  }
}
