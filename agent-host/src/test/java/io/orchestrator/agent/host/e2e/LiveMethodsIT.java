package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.host.fixture.SecretFiles;
import io.orchestrator.agent.testkit.live.SampleDatabases;
import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeds from a running server that is written to, and replicas of it that catch up. */
@Tag("methods")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@RequiresTool({
  "mariadbd",
  "mariadb-install-db",
  "mariadb",
  "mariadb-admin",
  "mariadb-backup",
  "mbstream",
  "mariadb-dump",
  "mydumper",
  "myloader"
})
class LiveMethodsIT {
  private static final int FIFTIES_OF_MEGABYTES = 4;
  private static final long HALF = 100 << 20;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** While files grow and servers start, there is a sign of work each second, and not sooner. */
  private static final Duration POLL = Duration.ofSeconds(2);

  private static final String PASSWORD = "known-to-the-option-file";

  @TempDir Path folder;
  private SeedPair pair;
  private WireLine line;
  private MariaDbHost source;
  private MariaDbHost target;
  private SampleDatabases databases;

  @BeforeEach
  void fillTheSource() throws Exception {
    pair = new SeedPair(folder).byTheDefaultTransport().polledEvery(POLL);
    line = new WireLine(SeedPair.TARGET, pair.seedPort());
    pair.source().with("SeedPort", line.port());
    target = new MariaDbHost(pair.target(), 2);
    source = new MariaDbHost(pair.source(), 1);
    source.start();
    databases = SampleDatabases.in(source);
    for (int i = 0; i < FIFTIES_OF_MEGABYTES; i++) {
      databases.add(50);
    }
    source.sql(
        "CREATE USER repl IDENTIFIED BY 'r'; GRANT REPLICATION SLAVE ON *.* TO repl;"
            + " CREATE USER seed@localhost IDENTIFIED BY '"
            + PASSWORD
            + "'; GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, RELOAD, PROCESS, BINLOG MONITOR"
            + " ON *.* TO seed@localhost");
  }

  @AfterEach
  void stop() throws Exception {
    for (MariaDbHost server : new MariaDbHost[] {source, target}) {
      if (server != null) {
        server.stop();
      }
    }
    line.close();
    pair.close();
  }

  private void startAgents(String method) throws IOException {
    pair.with("SeedSources", List.of("live:" + method))
        .with("SeedReceiveTransports", List.of(method))
        .with("SeedSecretFile", SecretFiles.in(folder))
        .with("SeedCompression", "off")
        .with(
            "Plugins",
            Map.of(
                "Enabled",
                List.of("commands", "stream", "xtrabackup", "mysqldump", "mydumper"),
                "Settings",
                settings()))
        .start();
  }

  private Map<String, Object> settings() throws IOException {
    String login =
        SecretFiles.write(
            folder.resolve("seed.cnf"), "[client]\nuser=seed\npassword=" + PASSWORD + "\n");
    return Map.of(
        "xtrabackup", Map.of("DefaultsExtraFile", login),
        "mysqldump", Map.of("DefaultsExtraFile", login),
        "mydumper", Map.of("DefaultsExtraFile", login, "SpoolDirectory", spools().toString()));
  }

  private Path spools() throws IOException {
    return Files.createDirectories(folder.resolve("spools"));
  }

  @ParameterizedTest
  @CsvSource({"xtrabackup, GtidStatement", "mysqldump, Statement", "mydumper, GtidStatement"})
  void makeReplicasThatCatchUp(String method, String form) throws Exception {
    becomeAReplicaItself();
    startAgents(method);
    SeedOutcome outcome;
    try (RunningCommand writer = databases.writes()) {
      outcome = pair.seed();
      requireGood(outcome);
      requireAnIdentityOfItsOwn();
      replicate(statement(outcome, method, form));
      databases.stopWriting(writer);
    }
    awaitCatchUp();
    requireSameData();
    assertThat(pair.logs()).doesNotContain(PASSWORD);
    assertThat(spools()).isEmptyDirectory();
    pair.requireQuiet();
  }

  /** So that there is something that a seed must not bring along. */
  private void becomeAReplicaItself() throws Exception {
    source.sql("CHANGE MASTER TO MASTER_HOST='127.0.0.9', MASTER_USER='nobody'");
    source.sql("CHANGE MASTER 'other' TO MASTER_HOST='127.0.0.9', MASTER_USER='nobody'");
    source.sql("FLUSH BINARY LOGS; FLUSH BINARY LOGS");
    Files.writeString(pair.source().datadir().resolve("auto.cnf"), "[auto]\nserver-uuid=source\n");
    assertThat(source.sql("SHOW ALL SLAVES STATUS")).contains("127.0.0.9");
  }

  private void requireAnIdentityOfItsOwn() throws Exception {
    assertThat(target.sql("SELECT @@server_id")).isEqualTo("2\n");
    assertThat(target.sql("SHOW ALL SLAVES STATUS")).isEmpty();
    assertThat(target.sql("SHOW BINARY LOGS").lines().toList())
        .singleElement()
        .asString()
        .startsWith("binary.000001\t");
    assertThat(pair.target().datadir())
        .isDirectoryNotContaining("glob:**/{auto.cnf,master*.info,relay*}");
  }

  private String statement(SeedOutcome outcome, String method, String form) throws IOException {
    String metadata = pair.call(SeedPair.TARGET, "seed-metadata/" + outcome.seedId());
    assertThat(metadata).contains("\"Transport\":\"" + method + "\"");
    return new ObjectMapper().readTree(metadata).path(form).asText();
  }

  private void replicate(String statement) throws Exception {
    String change = "CHANGE MASTER TO ";
    assertThat(statement).contains(change + "MASTER_HOST='" + SeedPair.SOURCE + "'");
    target.sql(
        statement.replace(change, change + "MASTER_USER='repl', MASTER_PASSWORD='r', ")
            + " START SLAVE");
  }

  private void awaitCatchUp() throws Exception {
    String end = source.sql("SELECT @@gtid_binlog_pos");
    await("the replica catches up")
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(target.sql("SELECT @@gtid_slave_pos"))
                    .as("%s", target.sql("SHOW SLAVE STATUS"))
                    .isEqualTo(end));
  }

  @Test
  void failOnBothSidesIfTheServerIsKilledAndTheNextOneIsGood() throws Exception {
    startAgents("xtrabackup");
    line.holdAt(HALF);
    CompletableFuture<SeedOutcome> seed = pair.seedInBackground();
    line.awaitHold();
    source.kill();
    line.go();
    SeedOutcome failed = seed.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

    String reason = "Could not copy the running server: mariadb-backup exited with 1";
    assertThat(failed.successful()).isFalse();
    FailedSeed.of(pair, failed.seedId()).requireSeen();
    assertThat(pair.targetInfo().errorLogTail()).last().asString().contains(reason);
    assertThat(pair.call(SeedPair.SOURCE, "seeds")).contains(reason);
    pair.requireQuiet();

    source.start();
    await("the server is offered again")
        .atMost(LIMIT)
        .until(() -> pair.call(SeedPair.SOURCE, "lvs-snapshots").contains("live:xtrabackup"));
    requireGood(pair.seed());
    requireSameData();
    pair.requireQuiet();
  }

  private void requireGood(SeedOutcome outcome) {
    assertThat(outcome.successful()).as(() -> outcome.reason() + pair.logs()).isTrue();
  }

  private void requireSameData() throws Exception {
    assertThat(SampleDatabases.checksums(target))
        .isEqualTo(SampleDatabases.checksums(source))
        .contains("`shop`.`bulk`\t200000\t");
    assertThat(SampleDatabases.structure(target)).isEqualTo(SampleDatabases.structure(source));
  }
}
