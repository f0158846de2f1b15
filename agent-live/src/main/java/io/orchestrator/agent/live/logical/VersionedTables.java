package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.client.ServerVersion;
import io.orchestrator.agent.live.frame.Fields;
import java.util.List;

/** Tables of MariaDB that keep their rows' history, which not every dump can take along. */
public final class VersionedTables {
  private static final String FIELD = "system-versioned-tables";

  private final boolean any;

  private VersionedTables(boolean any) {
    this.any = any;
  }

  /**
   * Looks for them; the server looks at each table for it.
   *
   * @throws AgentException {@code UNSUPPORTED} if there is one that the program can't dump whole
   */
  public static VersionedTables ask(ServerClient client, ServerVersion server, DumpProgram program)
      throws InterruptedException {
    if (!server.isMariaDb() || !server.isAtLeast(10, 3, 0)) {
      return new VersionedTables(false);
    }
    String ofUsers = " WHERE " + OwnSchemas.of(server).areNot("TABLE_SCHEMA");
    String select = "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.";
    List<List<String>> tables =
        client.rows(select + "TABLES" + ofUsers + " AND TABLE_TYPE = 'SYSTEM VERSIONED' LIMIT 1");
    if (tables.isEmpty()) {
      return new VersionedTables(false);
    }
    requireHistory(program.version(), tables.get(0));
    List<List<String>> precise =
        client.rows(
            select
                + "COLUMNS"
                + ofUsers
                + " AND GENERATION_EXPRESSION = 'ROW START' AND DATA_TYPE = 'bigint' LIMIT 1");
    if (!precise.isEmpty()) {
      throw refusal(
          precise.get(0), "its history is kept by transactions, which dump programs can't write");
    }
    return new VersionedTables(true);
  }

  static void requireHistory(ServerVersion program, List<String> table) {
    if (!program.isAtLeast(10, 11, 0)) {
      throw refusal(
          table,
          "the dump program, which is of "
              + program
              + ", would leave its history behind; 10.11 and"
              + " later bring it");
    }
  }

  private static AgentException refusal(List<String> table, String why) {
    return new AgentException(
        ErrorCode.UNSUPPORTED,
        "Can't seed \""
            + String.join(".", table).replaceAll("\\p{Cntrl}", "?")
            + "\": "
            + why
            + ". Use xtrabackup instead");
  }

  /** A header that says whether there are any. */
  public Fields in(Fields header) {
    return header.with(FIELD, Boolean.toString(any));
  }

  /**
   * Requires that a target takes the rows that count for those that count.
   *
   * @param header says whether there are any; what says nothing has none
   * @throws AgentException {@code UNSUPPORTED} if not
   */
  static void requireLoadable(Fields header, ServerVersion source, ServerVersion target) {
    boolean sent = header.find(FIELD).map(Boolean::parseBoolean).orElse(false);
    // A row counts as long as it ends in 2038, and in 2106 since then.
    if (sent && !source.isAtLeast(11, 5, 0) && target.isAtLeast(11, 5, 0)) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "The target's server is "
              + target
              + " and would take all rows of the system-versioned tables of "
              + source
              + " for history: seed a target before MariaDB 11.5, and upgrade that");
    }
  }
}
