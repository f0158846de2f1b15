package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.logical.NativeNames;
import io.orchestrator.agent.live.logical.OwnSchemas;
import java.util.List;

/** Tables that mydumper and myloader can't take along. */
final class TableNames {
  /**
   * mydumper 0.10 crashes on a backquote and leaves a database "data_dictionary" out, and myloader
   * takes the names of its files apart at dots and at "-schema".
   */
  private static final String ODD =
      "((CONCAT(TABLE_SCHEMA, TABLE_NAME) REGEXP '[`./[:cntrl:]]'"
          + " OR CONCAT(TABLE_SCHEMA, TABLE_NAME) LIKE '%-schema%'"
          + " OR TABLE_SCHEMA = 'data_dictionary')"
          + " AND TABLE_SCHEMA NOT LIKE '#mysql50#%')";

  private static final String VERSIONED = "TABLE_TYPE = 'SYSTEM VERSIONED'";
  private static final String TRUE = "1";
  private static final String NO_ASCII = "LENGTH(TABLE_NAME) <> CHAR_LENGTH(TABLE_NAME)";

  private TableNames() {}

  /**
   * Requires that there are none. One question, since the server looks at each table for it.
   *
   * @throws AgentException {@code UNSUPPORTED} with one of them
   */
  static void requireFitting(ServerClient client, OwnSchemas own) throws InterruptedException {
    List<List<String>> found =
        client.rows(
            "SELECT TABLE_SCHEMA, TABLE_NAME, "
                + ODD
                + ", "
                + VERSIONED
                + Volume.ofUsers(own)
                + " AND ("
                + ODD
                + " OR "
                + VERSIONED
                + (NativeNames.areUnicode() ? "" : " OR " + NO_ASCII)
                + ") LIMIT 1");
    if (!found.isEmpty()) {
      throw refusal(found.get(0));
    }
  }

  private static AgentException refusal(List<String> table) {
    if (table.get(2).equals(TRUE)) {
      return refusal(
          table,
          "mydumper can't cope with a table or database of that name",
          "mysqldump or xtrabackup");
    }
    return table.get(3).equals(TRUE)
        ? refusal(
            table,
            "mydumper would leave the history of that table behind",
            "xtrabackup, or mysqldump of MariaDB 10.11 or later,")
        : NativeNames.refusal();
  }

  private static AgentException refusal(List<String> table, String why, String other) {
    return new AgentException(
        ErrorCode.UNSUPPORTED,
        "Can't seed \""
            + String.join(".", table.subList(0, 2)).replaceAll("\\p{Cntrl}", "?")
            + "\": "
            + why
            + ". Use "
            + other
            + " instead");
  }
}
