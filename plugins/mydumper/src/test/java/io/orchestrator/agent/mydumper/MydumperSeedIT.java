package io.orchestrator.agent.mydumper;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("methods")
@RequiresTool({
  "mariadbd",
  "mariadb-install-db",
  "mariadb",
  "mariadb-dump",
  "my_print_defaults",
  "mydumper",
  "myloader"
})
class MydumperSeedIT {
  @TempDir Path folder;
  private PrivateMariaDb source;
  private LivePair hosts;
  private SampleDatabases databases;
  private Path spools;

  @BeforeEach
  void startTheSource() throws Exception {
    source =
        PrivateMariaDb.start(
            Files.createDirectory(folder.resolve("source")), "--log-bin", "--server-id=1");
    databases = SampleDatabases.in(source);
    hosts = new LivePair(folder, source, MydumperSeed::new);
    spools = Files.createDirectory(folder.resolve("spools"));
    hosts.atSource(
        context -> context.with("SpoolDirectory", spools.toString()).with("RowsPerFile", 5000));
  }

  @AfterEach
  void requireNothingLeft() {
    hosts.close();
    source.close();
    assertThat(hosts.processes()).isEmpty();
    assertThat(spools).isEmptyDirectory();
    assertThat(hosts.datadir())
        .isDirectoryNotContaining("glob:**/{.private-server,.mydumper*,auto.cnf}");
  }

  private void requireTheSameAtTheTarget() throws Exception {
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(SampleDatabases.checksums(target)).isEqualTo(SampleDatabases.checksums(source));
      assertThat(SampleDatabases.structure(target)).isEqualTo(SampleDatabases.structure(source));
      target.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bringsEverythingOver(boolean compressed) throws Exception {
    hosts.with("Compress", compressed);
    TransferResult result = hosts.seed();
    assertThat(hosts.datadir()).isDirectoryNotContaining("glob:**/{*relay*,*-bin*,master.info}");
    requireTheSameAtTheTarget();
    assertThat(result.summary()).contains("rows of").contains("by mydumper");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tellsWhereAReplicaOfItBeginsWhileTheSourceIsWrittenTo(boolean byGtid) throws Exception {
    databases.add(20);
    TransferResult result;
    try (RunningCommand writer = databases.writes()) {
      assertThat(writer.isAlive()).isTrue();
      result = hosts.seed();
      databases.stopWriting(writer);
    }
    try (PrivateMariaDb replica = hosts.openTarget("--server-id=2")) {
      catchUp(new Replica(replica, source), result.replication().orElseThrow(), byGtid);
      assertThat(SampleDatabases.checksums(replica)).isEqualTo(SampleDatabases.checksums(source));
      replica.stop();
    }
  }

  private static void catchUp(Replica replica, ReplicationStart start, boolean byGtid)
      throws InterruptedException {
    if (byGtid) {
      replica.catchUpByGtid(start);
    } else {
      replica.catchUpByPosition(start);
    }
  }

  @Test
  void bringsADatabaseWithoutRowsOver() throws Exception {
    source.sql(
        "DROP DATABASE shop; DROP DATABASE `odd-däta base`; CREATE TABLE empty_database.t (a INT)");
    hosts.seed();
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(target.sql("SELECT COUNT(*) FROM empty_database.t")).isEqualTo("0\n");
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
}
