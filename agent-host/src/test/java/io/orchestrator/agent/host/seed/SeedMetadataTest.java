package io.orchestrator.agent.host.seed;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.ReplicationStart.Flavor;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where replication starts after a seed. */
class SeedMetadataTest {
  private static final Optional<BinaryLogPosition> POSITION =
      Optional.of(new BinaryLogPosition("bin.000003", 1234));
  private static final String BY_POSITION =
      "CHANGE MASTER TO MASTER_HOST='db1', MASTER_PORT=3310, MASTER_LOG_FILE='bin.000003',"
          + " MASTER_LOG_POS=1234;";

  @TempDir Path folder;
  private TestHost host;
  private Seeds seeds;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
    seeds = new Seeds(host);
  }

  private SeedMetadata metadata(long id) {
    return host.get(SeedAnswers.class).metadata(Seeds.id(id));
  }

  private void receives(ReplicationStart start) throws InterruptedException {
    host.transport()
        .does(
            (datadir, transfer) -> {
              TransferResult arrived = TestTransport.arrive(datadir, transfer);
              return new TransferResult(arrived.bytes(), arrived.summary(), Optional.of(start));
            });
    seeds.receiveAll(7);
  }

  private void receivesSnapshotWith(String file, String text) throws InterruptedException {
    host.transport()
        .does(
            (datadir, transfer) -> {
              write(datadir.resolve(file), text);
              return TestTransport.arrive(datadir, transfer);
            });
    seeds.receiveAll(7);
    assertThat(seeds.succeeded(7)).isTrue();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void postCopy() throws InterruptedException {
    host.get(PostCopy.class).run("db1");
  }

  @Test
  void isWhatTheTransportToldWithTheStatementsForMariaDb() throws Exception {
    receives(new ReplicationStart(Flavor.MARIADB, 3310, POSITION, Optional.of("0-1-5")));
    postCopy();

    assertThat(metadata(7))
        .isEqualTo(
            new SeedMetadata(
                7,
                "test",
                "db1",
                3310,
                "MARIADB",
                "bin.000003",
                1234,
                "0-1-5",
                BY_POSITION,
                "SET GLOBAL gtid_slave_pos='0-1-5'; CHANGE MASTER TO MASTER_HOST='db1',"
                    + " MASTER_PORT=3310, MASTER_USE_GTID=slave_pos;",
                "",
                ""));
  }

  @Test
  void hasTheStatementsForMySql() throws Exception {
    receives(new ReplicationStart(Flavor.MYSQL, 3310, POSITION, Optional.of("aa-1:1-5")));
    postCopy();

    assertThat(metadata(7).statement())
        .isEqualTo(
            "CHANGE REPLICATION SOURCE TO SOURCE_HOST='db1', SOURCE_PORT=3310,"
                + " SOURCE_LOG_FILE='bin.000003', SOURCE_LOG_POS=1234;");
    assertThat(metadata(7).gtidStatement())
        .isEqualTo(
            "SET GLOBAL gtid_purged='aa-1:1-5'; CHANGE REPLICATION SOURCE TO SOURCE_HOST='db1',"
                + " SOURCE_PORT=3310, SOURCE_AUTO_POSITION=1;");
  }

  @Test
  void hasTheStatementsForAnOlderMySqlToo() throws Exception {
    receives(new ReplicationStart(Flavor.MYSQL, 3310, POSITION, Optional.of("aa-1:1-5")));
    postCopy();

    assertThat(metadata(7).olderStatement()).isEqualTo(BY_POSITION);
    assertThat(metadata(7).olderGtidStatement())
        .isEqualTo(
            "SET GLOBAL gtid_purged='aa-1:1-5'; CHANGE MASTER TO MASTER_HOST='db1',"
                + " MASTER_PORT=3310, MASTER_AUTO_POSITION=1;");
  }

  @Test
  void hasNoStatementForWhatIsNotKnown() throws Exception {
    receives(new ReplicationStart(Flavor.MARIADB, 3310, Optional.empty(), Optional.of("0-1-5")));

    assertThat(metadata(7).statement()).isEmpty();
    assertThat(metadata(7).binaryLogPosition()).isZero();
    assertThat(metadata(7).gtidStatement()).isNotEmpty();
  }

  @Test
  void isKeptOverARestart() throws Exception {
    receives(new ReplicationStart(Flavor.MARIADB, 3310, POSITION, Optional.empty()));
    postCopy();
    SeedMetadata before = metadata(7);

    host.restart();

    assertThat(metadata(7)).isEqualTo(before);
    assertThat(before.statement()).isEqualTo(BY_POSITION);
    assertThat(before.gtidStatement()).isEmpty();
  }

  @Test
  void isReadFromTheFileThatASnapshotScriptLeft() throws Exception {
    receivesSnapshotWith(
        "orchestrator-agent-binlog-position",
        "host\tport\tutc\ndb1\t3310\t2026-11-26 04:00:00\nFile\tPosition\nbin.000003\t1234\n");
    postCopy();

    assertThat(metadata(7).statement())
        .as("a datadir without the files of MariaDB")
        .startsWith("CHANGE REPLICATION SOURCE TO SOURCE_HOST='db1', SOURCE_PORT=3310,");
  }

  @Test
  void isReadFromTheFileThatTheConfigurationNames() throws Exception {
    host.with("SnapshotReplicationFile", "xtrabackup_binlog_info").file("aria_log_control");
    Files.delete(host.datadir().resolve("aria_log_control"));
    host.transport()
        .does(
            (datadir, transfer) -> {
              write(datadir.resolve("aria_log_control"), "");
              write(datadir.resolve("xtrabackup_binlog_info"), "bin.000003\t1234\n");
              return TestTransport.arrive(datadir, transfer);
            });
    seeds.receiveAll(7);
    postCopy();

    assertThat(metadata(7).statement())
        .isEqualTo(BY_POSITION.replace("3310", Integer.toString(metadata(7).sourcePort())));
  }

  @Test
  void doesNotFailTheSeedIfTheFileCanNotBeRead() throws Exception {
    receivesSnapshotWith("orchestrator-agent-binlog-position", "what's this?");

    assertRefused(ErrorCode.NOT_FOUND, "SnapshotReplicationFile", () -> metadata(7));
  }

  @Test
  void isNotKnownOfASeedThatThisHostHasNotReceivedWell() throws Exception {
    assertRefused(ErrorCode.NOT_FOUND, "has not received it", () -> metadata(7));

    seeds.fail(7, "the network is down");

    assertRefused(ErrorCode.NOT_FOUND, "it has failed: the network is down", () -> metadata(7));
  }
}
