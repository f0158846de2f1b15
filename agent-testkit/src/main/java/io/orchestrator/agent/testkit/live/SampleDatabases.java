package io.orchestrator.agent.testkit.live;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.mariadb.MariaDbServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** Databases of a server with everything that is hard to copy. */
public final class SampleDatabases {
  private static final String SCRIPT = "sample-databases.sql";

  private final ProcessRunner commands = new ProcessRunner(false);
  private final MariaDbServer server;

  private SampleDatabases(MariaDbServer server) {
    this.server = server;
  }

  /** Makes them. */
  public static SampleDatabases in(MariaDbServer server) throws InterruptedException {
    SampleDatabases made = new SampleDatabases(server);
    try (InputStream script = SampleDatabases.class.getResourceAsStream(SCRIPT);
        RunningCommand client = made.client("--binary-mode", "--comments")) {
      if (script == null) {
        throw new IllegalStateException("there is no " + SCRIPT);
      }
      byte[] statements = script.readAllBytes();
      if (!new String(statements, StandardCharsets.UTF_8).contains("\r\n")) {
        throw new IllegalStateException(SCRIPT + " has lost the carriage returns of its program");
      }
      client.stdin().write(statements);
      client.stdin().close();
      String unused = new String(client.stdout().readAllBytes(), StandardCharsets.UTF_8);
      if (!client.waitFor().succeeded()) {
        throw new IllegalStateException(SCRIPT + " failed: " + client.waitFor().stderr());
      }
      return made;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private RunningCommand client(String... options) {
    List<String> line = new ArrayList<>(server.clientCommand());
    line.add("--default-character-set=utf8mb4");
    line.addAll(List.of(options));
    return commands.start(Command.of(line).withoutLimit());
  }

  /** Rows of about a kilobyte each, in a table of their own, for a seed that takes a while. */
  public void add(int thousands) throws InterruptedException {
    String unused =
        server.sql(
            "USE shop; INSERT INTO bulk (text) SELECT REPEAT(MD5(seq), 32) FROM seq_1_to_%d000"
                .formatted(thousands));
  }

  /**
   * A client that writes into several tables without a pause, in transactions, until {@link
   * #stopWriting}; returns when it has begun.
   */
  public RunningCommand writes() {
    RunningCommand client = client("--execute=CALL shop.write_on()");
    Awaitility.await("a client writes")
        .until(() -> !server.sql("SELECT 1 FROM shop.written LIMIT 1").isEmpty());
    return client;
  }

  /** Returns when that client has come to the end of its last transaction. */
  public void stopWriting(RunningCommand writer) throws InterruptedException {
    String unused = server.sql("INSERT INTO shop.halt VALUES (1)");
    if (!writer.waitFor().succeeded()) {
      throw new IllegalStateException("the writer failed: " + writer.waitFor().stderr());
    }
  }

  /**
   * Each table with the number of its rows and a sum over all their values, one a line. CHECKSUM
   * TABLE may differ for the same rows of a table with generated columns.
   */
  public static String checksums(MariaDbServer server) throws InterruptedException {
    Map<String, List<String>> columns = new TreeMap<>();
    server
        .sql(
            "SELECT table_schema, table_name, column_name FROM information_schema.tables"
                + " JOIN information_schema.columns USING (table_schema, table_name)"
                + " WHERE table_schema NOT IN ('mysql', 'information_schema',"
                + " 'performance_schema', 'sys') AND table_type IN ('BASE TABLE',"
                + " 'SYSTEM VERSIONED') ORDER BY 1, 2, ordinal_position")
        .lines()
        .map(line -> line.split("\t", 3))
        .forEach(
            name ->
                columns
                    .computeIfAbsent(
                        "`" + name[0] + "`.`" + name[1] + "`", table -> new ArrayList<>())
                    .add("IFNULL(HEX(CONCAT('', `" + name[2] + "`)), 'NULL')"));
    StringBuilder sums = new StringBuilder("SET NAMES utf8mb4;");
    columns.forEach(
        (table, values) ->
            sums.append(
                "SELECT '%s', COUNT(*), SUM(CRC32(CONCAT_WS('|', %s))) FROM %s;"
                    .formatted(table.replace("'", "''"), String.join(", ", values), table)));
    return server.sql(sums.toString());
  }

  /** All that is not rows: tables, views, triggers, stored programs, events; and the accounts. */
  public static String structure(MariaDbServer server) throws InterruptedException {
    List<String> line = new ArrayList<>(server.clientCommand());
    line.set(0, "mariadb-dump");
    line.addAll(List.of("--no-data", "--routines", "--events", "--triggers", "--skip-comments"));
    line.addAll(List.of("--all-databases", "--ignore-database=mysql"));
    ProcessRunner runner = new ProcessRunner(false);
    return runner
            .run(Command.of(line))
            .stdout()
            .replaceAll(" AUTO_INCREMENT=\\d+", "")
            .replaceAll("(?m)^DO SETVAL.*$", "")
        + server.sql(
            "SELECT * FROM mysql.global_priv ORDER BY 1, 2; SELECT * FROM mysql.db ORDER BY 1, 2, 3;"
                + " SELECT * FROM mysql.roles_mapping ORDER BY 1, 2, 3;"
                + " SELECT * FROM mysql.tables_priv ORDER BY 1, 2, 3, 4;"
                + " SELECT * FROM mysql.plugin; SELECT * FROM mysql.servers;"
                + " SELECT Name FROM mysql.time_zone_name");
  }
}
