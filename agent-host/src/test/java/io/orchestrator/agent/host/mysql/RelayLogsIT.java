package io.orchestrator.agent.host.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.host.config.MySqlConfig;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay logs of a real replica, read and applied as orchestrator does after a failure. */
@Tag("mariadb")
@RequiresTool({"mariadbd", "mariadb-install-db", "mariadb", "mariadb-binlog"})
class RelayLogsIT {
  @TempDir Path folder;

  @Test
  void appliesTheRelayLogsOfAReplicaElsewhere() throws Exception {
    Path here = Files.createDirectory(folder.resolve("primary"));
    Path there = Files.createDirectory(folder.resolve("replica"));
    try (PrivateMariaDb primary = PrivateMariaDb.start(here, "--log-bin", "--server-id=1");
        PrivateMariaDb replica = PrivateMariaDb.start(there, "--server-id=2")) {
      fill(primary);
      fetchWithoutExecuting(primary, replica);
      RelayLogs logs = new RelayLogs(new LogIndexes(factsOf(replica)));

      List<Path> files = logs.filesFrom("pid-relay-bin.000001");
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      try (OutputStream encoder = Base64Gzip.encoder(body)) {
        new BinaryLogCutter().write(files, 0, 0, encoder);
      }
      String client = String.join(" ", replica.clientCommand());
      new RelayLogApply(new ProcessRunner(false), client, folder, 1 << 30)
          .apply(new ByteArrayInputStream(body.toByteArray()));

      assertThat(logs.indexFile()).isEqualTo(replica.datadir().resolve("pid-relay-bin.index"));
      assertThat(files).hasSizeGreaterThan(1).isEqualTo(logs.files()).allMatch(Files::exists);
      Path last = files.get(files.size() - 1);
      assertThat(logs.endCoordinates())
          .isEqualTo(new RelayLogCoordinates(last.toString(), Files.size(last), 1));
      assertThat(replica.sql("SELECT GROUP_CONCAT(v ORDER BY v) FROM shop.t").strip())
          .isEqualTo("one,two");
    }
  }

  private static void fill(PrivateMariaDb primary) throws InterruptedException {
    primary.sql("CREATE USER repl IDENTIFIED BY 'r'; GRANT REPLICATION SLAVE ON *.* TO repl");
    primary.sql("FLUSH BINARY LOGS; CREATE DATABASE shop; CREATE TABLE shop.t (v TEXT)");
    primary.sql("INSERT INTO shop.t VALUES ('one')");
    primary.sql("FLUSH BINARY LOGS; INSERT INTO shop.t VALUES ('two')");
  }

  private static void fetchWithoutExecuting(PrivateMariaDb primary, PrivateMariaDb replica)
      throws InterruptedException {
    String first = primary.sql("SHOW BINARY LOGS").lines().toList().get(1);
    String log = first.substring(0, first.indexOf('\t'));
    replica.sql(
        "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=%d, MASTER_USER='repl',"
                .formatted(primary.port())
            + " MASTER_PASSWORD='r', MASTER_LOG_FILE='%s', MASTER_LOG_POS=4;".formatted(log)
            + " START SLAVE IO_THREAD");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              // Asked each time: the primary goes on to write checkpoints into its log.
              String[] end = primary.sql("SHOW MASTER STATUS").split("\t", -1);
              List<String> columns = List.of(replica.sql("SHOW SLAVE STATUS").split("\t", -1));
              return columns.contains(end[0]) && columns.contains(end[1]);
            });
    replica.sql("STOP SLAVE");
  }

  private MySqlInstance factsOf(PrivateMariaDb server) throws Exception {
    String pid = String.valueOf(server.pid());
    Path proc = Files.createDirectory(folder.resolve("proc"));
    Files.createSymbolicLink(proc.resolve(pid), Path.of("/proc", pid));
    OptionFiles files = new OptionFiles(List.of());
    MySqlConfig config =
        new MySqlConfig(
            Optional.empty(), Optional.empty(), Optional.empty(), "mysql", Optional.empty());
    return new MySqlInstance(
        config, new ProcessRunner(false), new ServerProcesses(proc, files), files);
  }
}
