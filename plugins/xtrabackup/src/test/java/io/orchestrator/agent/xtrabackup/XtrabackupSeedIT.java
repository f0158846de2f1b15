package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.live.Replica;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.seed.LivePair;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real servers and the real tool. */
@Tag("methods")
@RequiresTool({
  "mariadbd",
  "mariadb-install-db",
  "mariadb",
  "mariadb-backup",
  "mbstream",
  "my_print_defaults"
})
class XtrabackupSeedIT {
  private static final int NOBODY = 65_534;

  @TempDir Path folder;
  private PrivateMariaDb source;
  private LivePair hosts;

  @BeforeEach
  void setUp() throws Exception {
    source =
        PrivateMariaDb.start(
            Files.createDirectories(folder.resolve("s")), "--log-bin=db1", "--server-id=1");
    SampleData.fill(source, 20);
    hosts = new LivePair(folder, source, XtrabackupSeed::new);
  }

  @AfterEach
  void tearDown() {
    hosts.close();
    source.close();
  }

  private TransferResult seedUnderWrites() throws Exception {
    try (Writer writer = new Writer(source)) {
      assertThat(writer).isNotNull();
      return hosts.slowedTo(8 << 20).seed();
    }
  }

  @Test
  void seedsAServerUnderWritesSoThatAReplicaGoesOnByGtid() throws Exception {
    TransferResult result = seedUnderWrites();
    try (PrivateMariaDb replica = hosts.openTarget("--server-id=2")) {
      new Replica(replica, source).catchUpByGtid(result.replication().orElseThrow());
      assertThat(SampleData.checksums(replica)).isEqualTo(SampleData.checksums(source));
    }
    assertThat(result.summary()).contains("by mariadb-backup 10.").endsWith("prepared");
    assertThat(hosts.sending().phases()).anyMatch(phase -> phase.startsWith("copying "));
    assertThat(hosts.receiving().phases()).contains("unpacking what arrives", "preparing");
    assertThat(hosts.receiving().transferred()).isEqualTo(result.bytes());
  }

  @Test
  void seedsAServerUnderWritesSoThatAReplicaGoesOnByPosition() throws Exception {
    hosts.with("Parallel", 4).with("UseMemory", "64M");
    ReplicationStart start = seedUnderWrites().replication().orElseThrow();
    assertThat(start.sourcePort()).isEqualTo(source.port());
    try (PrivateMariaDb replica = hosts.openTarget("--server-id=2")) {
      new Replica(replica, source).catchUpByPosition(start);
      assertThat(SampleData.checksums(replica)).isEqualTo(SampleData.checksums(source));
    }
  }

  @Test
  void leavesTheIdentityOfTheSourceBehind() throws Exception {
    Files.writeString(source.datadir().resolve("auto.cnf"), "[auto]\n");
    Files.writeString(source.datadir().resolve("master.info"), "33\n");
    Files.writeString(source.datadir().resolve("relay-log.info"), "5\n");
    Files.writeString(source.datadir().resolve("db0-relay-bin.000002"), "x");
    hosts.seed();
    assertThat(hosts.datadir().toFile().list())
        .contains("ibdata1", "shop")
        .doesNotContain("auto.cnf", "master.info", "relay-log.info", "db1.000001")
        .doesNotContain("db0-relay-bin.000002");
  }

  @Test
  @RequiresRoot
  void givesTheFilesToTheOwnerOfTheDatadir() throws Exception {
    Files.setAttribute(hosts.datadir(), "unix:uid", NOBODY);
    Path agents = Files.createDirectory(hosts.datadir().resolve(".orchestrator-agent-trash"));
    Files.writeString(agents.resolve("old"), "data");
    Files.setPosixFilePermissions(agents, PosixFilePermissions.fromString("rwxr-xr-x"));
    hosts.seed();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(agents)))
        .isEqualTo("rwxr-xr-x");
    for (Path entry : received()) {
      assertThat(Files.getAttribute(entry, "unix:uid")).as(entry.toString()).isEqualTo(NOBODY);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry)))
          .as(entry.toString())
          .isEqualTo(Files.isDirectory(entry) ? "rwx------" : "rw-rw----");
    }
  }

  @Test
  @RequiresRoot
  void runsTheToolWhereTheOwnerOfTheDatadirCannotReachItsOptions() throws Exception {
    Files.setAttribute(hosts.datadir(), "unix:uid", NOBODY);
    Path said = folder.resolve("said");
    String look = "stat -c '%%u %%a' %s >> %s; exec $real \"$@\"".formatted(hosts.datadir(), said);
    hosts.withTargetPrograms(
        programs ->
            programs
                .withScript(folder, "mbstream", look)
                .withScript(folder, "mariadb-backup", "[[ $* != *--prepare* ]] || " + look));
    hosts.seed();
    assertThat(said).hasContent("0 700\n0 700\n");
    assertThat(Files.getAttribute(hosts.datadir(), "unix:uid")).isEqualTo(NOBODY);
  }

  private List<Path> received() throws IOException {
    try (Stream<Path> tree = Files.walk(hosts.datadir())) {
      return tree.filter(path -> !path.equals(hosts.datadir()))
          .filter(path -> !path.toString().contains(".orchestrator-agent"))
          .toList();
    }
  }

  @Test
  void leavesAloneWhatTheTargetHadBefore() throws Exception {
    Path kept = hosts.datadir().resolve(".orchestrator-agent-kept");
    PrivateMariaDb.install(kept);
    long size = Files.size(kept.resolve("ibdata1"));
    hosts.seed();
    assertThat(kept.resolve("ibdata1")).hasSize(size);
    assertThat(kept.resolve("mysql")).isNotEmptyDirectory();
  }

  @Test
  void preparesWithTheOptionsOfTheSource() throws Exception {
    String[] options = {
      "--innodb-page-size=8k", "--innodb-data-file-path=ibd1:10M;ibd2:5M:autoextend"
    };
    Path small = Files.createDirectories(folder.resolve("p"));
    PrivateMariaDb.install(small.resolve("data"), options);
    try (PrivateMariaDb server = PrivateMariaDb.open(small, options);
        LivePair others = new LivePair(folder.resolve("o"), server, XtrabackupSeed::new)) {
      SampleData.fill(server, 1);
      others.seed();
      try (PrivateMariaDb copy = others.openTarget(options)) {
        assertThat(SampleData.checksums(copy)).isEqualTo(SampleData.checksums(server));
      }
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
  void knowsNoPlaceToReplicateFromWithoutABinaryLog() throws Exception {
    source.close();
    try (PrivateMariaDb silent =
            PrivateMariaDb.open(source.datadir().getParent(), "--skip-log-bin");
        LivePair others = new LivePair(folder.resolve("o"), silent, XtrabackupSeed::new)) {
      assertThat(others.sourceTransport().check().reason()).contains("no replica can follow it");
      assertThat(others.seed().replication()).isEmpty();
    }
  }
}
