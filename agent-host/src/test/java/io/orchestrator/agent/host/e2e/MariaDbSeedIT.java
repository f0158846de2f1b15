package io.orchestrator.agent.host.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.orchestrator.AgentCallException;
import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One seed from a real server to another, and what the agents do with the servers after it. */
@Tag("mariadb")
@RequiresTool({"mariadbd", "mariadb-install-db", "mariadb", "mariadb-admin", "mariadb-binlog"})
class MariaDbSeedIT {
  private static final String CHECKSUMS = "CHECKSUM TABLE shop.orders, metrics.samples, mysql.db";

  @TempDir static Path folder;
  private static SeedPair pair;
  private static MariaDbHost source;
  private static MariaDbHost target;
  private static String checksums;
  private static SeedOutcome outcome;

  @BeforeAll
  static void seed() throws Exception {
    pair = new SeedPair(folder);
    target = new MariaDbHost(pair.target(), 2);
    source = new MariaDbHost(pair.source(), 1);
    source.start();
    source.sql("CREATE DATABASE shop; CREATE DATABASE metrics");
    source.sql("CREATE TABLE shop.orders (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB");
    source.sql("CREATE TABLE metrics.samples (id INT PRIMARY KEY, v DOUBLE) ENGINE=Aria");
    source.sql("INSERT INTO shop.orders SELECT seq, REPEAT(MD5(seq), 9) FROM shop.seq_1_to_20000");
    source.sql("INSERT INTO metrics.samples SELECT seq, SQRT(seq) FROM shop.seq_1_to_5000");
    source.sql("CREATE USER repl IDENTIFIED BY 'r'; GRANT REPLICATION SLAVE ON *.* TO repl");
    checksums = source.sql(CHECKSUMS);
    source.stop();
    source.takeSnapshot(pair.snapshot());
    source.start();
    pair.start();
    outcome = pair.seed();
  }

  @AfterAll
  static void stop() throws Exception {
    for (MariaDbHost server : new MariaDbHost[] {source, target}) {
      if (server != null) {
        server.stop();
      }
    }
    if (pair != null) {
      pair.close();
    }
  }

  @Test
  void startsMySqlOnTheSameData() throws Exception {
    assertThat(outcome.successful()).as(() -> outcome.reason() + pair.logs()).isTrue();
    assertThat(pair.targetInfo().mySqlRunning()).isTrue();
    assertThat(pair.targetInfo().mySqlPort()).isEqualTo(target.port());
    assertThat(pair.targetInfo().errorLogTail())
        .anyMatch(line -> line.contains("ready for connections"));
    assertThat(target.sql(CHECKSUMS)).isEqualTo(checksums).contains("shop.orders\t");
    assertThat(pair.sourceAgent().children()).isEmpty();
  }

  @Test
  void refusesToDeleteTheDataOfARunningServer() throws Exception {
    assertThatThrownBy(() -> pair.call(SeedPair.TARGET, "delete-mysql-datadir"))
        .isInstanceOf(AgentCallException.class)
        .hasMessageContaining("MySQL is running");

    assertThat(target.sql(CHECKSUMS)).isEqualTo(checksums);
  }

  @Test
  void stopsAndStartsMySql() throws Exception {
    assertThat(pair.call(SeedPair.TARGET, "mysql-stop")).isEqualTo("true");
    assertThat(pair.call(SeedPair.TARGET, "mysql-status")).isEqualTo("false");

    assertThat(pair.call(SeedPair.TARGET, "mysql-start")).isEqualTo("true");
    assertThat(pair.call(SeedPair.TARGET, "mysql-status")).isEqualTo("true");
    assertThat(target.sql("SELECT COUNT(*) FROM shop.orders").strip()).isEqualTo("20000");
  }

  @Test
  void givesBinaryLogsAsTheServersToolsWantThem() throws Exception {
    String log = newLog();
    source.sql("CREATE TABLE shop.logged (v TEXT); INSERT INTO shop.logged VALUES ('in the log')");

    String bytes = pair.call(SeedPair.SOURCE, "mysql-binlog-binary-contents?binlog=" + log);
    String text = pair.call(SeedPair.SOURCE, "mysql-binlog-contents?binlog=" + log);

    assertThat(printed(decoded(bytes))).contains("INSERT INTO shop.logged VALUES ('in the log')");
    assertThat(new String(decoded(text), UTF_8))
        .contains("INSERT INTO shop.logged VALUES ('in the log')", "End of log file");
  }

  /** The copy can be made a replica of its source, and its relay logs be read. */
  @Test
  void givesTheTailOfAReplicasRelayLogs() throws Exception {
    target.sql(
        "CHANGE MASTER TO MASTER_HOST='%s', MASTER_PORT=%d, MASTER_USER='repl',"
                .formatted(SeedPair.SOURCE, source.port())
            + " MASTER_PASSWORD='r', MASTER_LOG_FILE='%s', MASTER_LOG_POS=4;".formatted(newLog())
            + " START SLAVE");
    source.sql("CREATE TABLE shop.relayed (v TEXT); INSERT INTO shop.relayed VALUES ('relayed')");
    await("the row is replicated")
        .atMost(SeedPair.LIMIT)
        .ignoreExceptions()
        .until(() -> target.sql("SELECT v FROM shop.relayed").equals("relayed\n"));
    target.sql("STOP SLAVE");

    String files = pair.call(SeedPair.TARGET, "mysql-relay-log-files");
    String first = new ObjectMapper().readTree(files).path(0).asText();
    String name = first.substring(first.lastIndexOf('/') + 1);
    String tail = pair.call(SeedPair.TARGET, "mysql-relaylog-contents-tail/" + name + "/4");

    assertThat(printed(decoded(tail))).contains("INSERT INTO shop.relayed VALUES ('relayed')");
  }

  private static String newLog() throws InterruptedException {
    source.sql("FLUSH BINARY LOGS");
    String status = source.sql("SHOW MASTER STATUS");
    return status.substring(0, status.indexOf('\t'));
  }

  private static byte[] decoded(String json) throws IOException {
    String base64 = new ObjectMapper().readTree(json).asText();
    byte[] gzip = Base64.getMimeDecoder().decode(base64);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    }
  }

  private static String printed(byte[] log) throws IOException, InterruptedException {
    Path file = Files.write(Files.createTempFile(folder, "log", ".bin"), log);
    return new ProcessRunner(false)
        .run(Command.of("mariadb-binlog", "--no-defaults", file.toString()))
        .stdout();
  }
}
