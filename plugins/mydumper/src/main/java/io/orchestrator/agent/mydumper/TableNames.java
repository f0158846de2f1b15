package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.logical.NativeNames;
import java.util.List;

/** Tables that mydumper and myloader can't take along. */
final class TableNames {
  /**
   * mydumper 0.10 crashes on a backquote, and myloader takes the names of its files apart at dots
   * and at "-schema".
   */
  private static final String ODD =
      "SELECT TABLE_SCHEMA, TABLE_NAME"
          + Volume.OF_USERS
          + " AND (CONCAT(TABLE_SCHEMA, TABLE_NAME) REGEXP '[`./[:cntrl:]]'"
          + " OR CONCAT(TABLE_SCHEMA, TABLE_NAME) LIKE '%-schema%')"
          + " AND TABLE_SCHEMA NOT LIKE '#mysql50#%' LIMIT 1";

  private static final String NO_ASCII =
      "SELECT TABLE_SCHEMA, TABLE_NAME"
          + Volume.OF_USERS
          + " AND LENGTH(TABLE_NAME) <> CHAR_LENGTH(TABLE_NAME) LIMIT 1";

  private static final String VERSIONED =
      "SELECT TABLE_SCHEMA, TABLE_NAME"
          + Volume.OF_USERS
          + " AND TABLE_TYPE = 'SYSTEM VERSIONED' LIMIT 1";

  private TableNames() {}

  /**
   * Requires that there are none.
   *
   * @throws AgentException {@code UNSUPPORTED} with the first one
   */
  static void requireFitting(ServerClient client) throws InterruptedException {
    refuse(client.rows(ODD), "mydumper can't cope with a table or database of that name");
    if (!NativeNames.areUnicode() && !client.rows(NO_ASCII).isEmpty()) {
      throw NativeNames.refusal();
    }
    refuse(client.rows(VERSIONED), "mydumper would leave the history of that table behind");
  }

  private static void refuse(List<List<String>> found, String why) {
    if (!found.isEmpty()) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "Can't seed \""
              + String.join(".", found.get(0)).replaceAll("\\p{Cntrl}", "?")
              + "\": "
              + why
              + ". Use mysqldump or xtrabackup instead");
    }
  }
}
