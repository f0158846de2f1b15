package io.orchestrator.agent.mysqldump;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.live.Replica;
import io.orchestrator.agent.testkit.live.SampleDatabases;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.seed.LivePair;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("methods")
@RequiresTool({"mariadbd", "mariadb-install-db", "mariadb", "mariadb-dump", "my_print_defaults"})
class MysqldumpSeedIT {
  @TempDir Path folder;
  private PrivateMariaDb source;
  private LivePair hosts;
  private SampleDatabases databases;

  @BeforeEach
  void startTheSource() throws Exception {
    source =
        PrivateMariaDb.start(
            Files.createDirectory(folder.resolve("source")), "--log-bin", "--server-id=1");
    databases = SampleDatabases.in(source);
    hosts = new LivePair(folder, source, MysqldumpSeed::new);
  }

  @AfterEach
  void end() {
    hosts.close();
    source.close();
    assertThat(hosts.processes()).isEmpty();
  }

  private void requireTheSameAtTheTarget() throws Exception {
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(SampleDatabases.checksums(target)).isEqualTo(SampleDatabases.checksums(source));
      assertThat(SampleDatabases.structure(target)).isEqualTo(SampleDatabases.structure(source));
      target.stop();
    }
  }

  @Test
  void bringsEverythingOver() throws Exception {
    TransferResult result = hosts.seed();
    String rows = SampleDatabases.checksums(source);
    String structure = SampleDatabases.structure(source);
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(SampleDatabases.checksums(target)).isEqualTo(rows);
      assertThat(SampleDatabases.structure(target)).isEqualTo(structure);
      target.stop();
    }
    assertThat(result.summary()).contains("rows of").contains("by mysqldump");
    assertThat(result.bytes()).isPositive();
    assertThat(hosts.receiving().transferred()).isGreaterThanOrEqualTo(result.bytes());
    assertThat(hosts.receiving().phases()).contains("loading the dump", "syncing to disk");
  }

  @Test
  void leavesADatadirOfAnIdentityOfItsOwn() throws Exception {
    hosts.seed();
    assertThat(hosts.datadir())
        .isDirectoryNotContaining("glob:**/{auto.cnf,*-bin*,*relay*,master.info,.private-server}");
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(target.sql("SELECT @@gtid_slave_pos, @@gtid_binlog_state")).isEqualTo("\t\n");
      assertThat(target.sql("SHOW ALL SLAVES STATUS")).isEmpty();
      target.stop();
    }
  }

  @Test
  void tellsWhereAReplicaOfItBeginsWhileTheSourceIsWrittenTo() throws Exception {
    databases.add(20);
    TransferResult result;
    try (RunningCommand writer = databases.writes()) {
      assertThat(writer.isAlive()).isTrue();
      result = hosts.seed();
      databases.stopWriting(writer);
    }
    ReplicationStart start = result.replication().orElseThrow();
    assertThat(start.sourcePort()).isEqualTo(source.port());
    assertThat(start.gtidSet()).isPresent();
    try (PrivateMariaDb replica = hosts.openTarget("--server-id=2")) {
      new Replica(replica, source).catchUpByGtid(start);
      assertThat(SampleDatabases.checksums(replica)).isEqualTo(SampleDatabases.checksums(source));
      replica.stop();
    }
  }

  @Test
  void letsAReplicaBeginByFileAndPosition() throws Exception {
    TransferResult result;
    try (RunningCommand writer = databases.writes()) {
      assertThat(writer.isAlive()).isTrue();
      result = hosts.seed();
      databases.stopWriting(writer);
    }
    try (PrivateMariaDb replica = hosts.openTarget("--server-id=2")) {
      new Replica(replica, source).catchUpByPosition(result.replication().orElseThrow());
      assertThat(SampleDatabases.checksums(replica)).isEqualTo(SampleDatabases.checksums(source));
      replica.stop();
    }
  }

  @Test
  void tellsNoPlaceInTheLogOfAReplicaThatLeavesOutWhatItReplicates() throws Exception {
    source.sql("CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = 1, MASTER_USER = 'x'");
    assertThat(hosts.sourceTransport().check().reason()).contains("log_slave_updates=OFF");
    TransferResult result = hosts.seed();
    assertThat(result.replication()).isEmpty();
    assertThat(result.summary()).contains("no replica can follow it", "log_slave_updates=OFF");
  }

  @Test
  void logsInByAnOptionFileAndShowsNoSecret() throws Exception {
    source.sql(
        "CREATE USER seed@localhost IDENTIFIED BY 'very-secret';"
            + " GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, RELOAD, REPLICATION CLIENT ON *.*"
            + " TO seed@localhost");
    Path file = folder.resolve("seed.cnf");
    Files.writeString(file, "[client]\nuser=seed\npassword=very-secret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    hosts.atSource(context -> context.with("DefaultsExtraFile", file.toString()));
    hosts.seed();
    assertThat(String.join("\n", hosts.sending().phases())).doesNotContain("very-secret");
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(SampleDatabases.structure(target)).isEqualTo(SampleDatabases.structure(source));
      target.stop();
    }
  }

  @Test
  void takesADatabaseWhoseNameIsOneOfTheServersInCapitalsForAUsers() throws Exception {
    source.sql("CREATE DATABASE SYS; CREATE TABLE SYS.t AS SELECT 7 AS a");
    hosts.seed();
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(target.sql("SELECT a FROM SYS.t")).isEqualTo("7\n");
      target.stop();
    }
  }

  @Test
  void takesADatabaseThatIsCalledLikeAnOptionForADatabase() throws Exception {
    Path file = folder.resolve("x");
    source.sql(
        ("CREATE DATABASE `-d`; CREATE TABLE `-d`.`--no-data` (a INT);"
                + " INSERT INTO `-d`.`--no-data` VALUES (1); CREATE DATABASE `--result-file=%s`")
            .formatted(file));
    hosts.seed();
    assertThat(file).doesNotExist();
    requireTheSameAtTheTarget();
  }

  @Test
  void bringsTheValuesOfInvisibleColumns() throws Exception {
    source.sql(
        "CREATE TABLE shop.i (id INT PRIMARY KEY, secret INT INVISIBLE DEFAULT 0);"
            + " INSERT INTO shop.i (id, secret) VALUES (1, 7), (2, 8)");
    hosts.seed();
    requireTheSameAtTheTarget();
  }

  @Test
  void bringsTheHistoryOfVersionedTables() throws Exception {
    source.sql(
        "CREATE TABLE shop.prices (id INT PRIMARY KEY, price INT) WITH SYSTEM VERSIONING;"
            + " INSERT INTO shop.prices VALUES (1, 10), (2, 20);"
            + " UPDATE shop.prices SET price = 11 WHERE id = 1; DELETE FROM shop.prices WHERE id = 2");
    hosts.seed();
    String all =
        "SELECT id, price, ROW_START, ROW_END FROM shop.prices FOR SYSTEM_TIME ALL ORDER BY 3, 1";
    String rows = source.sql(all);
    assertThat(rows.lines()).hasSize(3);
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(target.sql(all)).isEqualTo(rows);
      assertThat(target.sql("SELECT id, price FROM shop.prices")).isEqualTo("1\t11\n");
      target.stop();
    }
  }

  @Test
  void bringsTheValuesOfAServerThatTakesNoBackslashForAnEscape() throws Exception {
    source.sql(
        """
            SET GLOBAL sql_mode = 'NO_BACKSLASH_ESCAPES';
            SET sql_mode = 'NO_BACKSLASH_ESCAPES';
            CREATE TABLE shop.slashes (id INT PRIMARY KEY, text TEXT);
            INSERT INTO shop.slashes VALUES (1, '\\'), (2, 'a\\nb'), (3, '"\\'''), (4, 'c\\\\');
            CREATE PROCEDURE shop.slash() SELECT '\\', "\\";
            """);
    hosts.seed();
    requireTheSameAtTheTarget();
  }

  @Test
  void passesExtraOptionsOn() throws Exception {
    hosts.atSource(context -> context.with("ExtraOptions", List.of("--order-by-primary")));
    hosts.seed();
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(SampleDatabases.checksums(target)).isEqualTo(SampleDatabases.checksums(source));
      target.stop();
    }
  }
}
