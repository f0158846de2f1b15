package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.ReplicationStart.Flavor;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.seed.LivePair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The course of a seed of MySQL, by its tools' documentation: none of them is here. */
class XtrabackupOfMySqlTest {
  @TempDir Path folder;
  private PlayedMySql mysql;
  private LivePair hosts;

  @BeforeEach
  void setUp() throws Exception {
    Path datadir = Files.createDirectories(folder.resolve("s/data"));
    Files.createDirectory(datadir.resolve("shop"));
    Files.writeString(datadir.resolve("shop/orders.ibd"), "rows");
    Files.writeString(datadir.resolve("ibdata1"), "data");
    Files.writeString(datadir.resolve("auto.cnf"), "[auto]\nserver-uuid=3e11fa47\n");
    Files.writeString(
        datadir.resolve("xtrabackup_binlog_info"),
        """
        binlog.000012\t157\t3e11fa47-71ca-11e1-9e33-c80aa9429562:1-23,
        4f22fa47-71ca-11e1-9e33-c80aa9429562:1-5
        """);
    mysql = new PlayedMySql(Files.createDirectory(folder.resolve("tools")), datadir);
    hosts =
        new LivePair(
                folder,
                FakeMySqlFacts.of(datadir).withSocket(Path.of("/run/mysqld.sock")),
                XtrabackupSeed::new)
            .withSourcePrograms(mysql::in)
            .withTargetPrograms(mysql::in)
            .with("LoginPath", "seed");
  }

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  @Test
  void canBeUsed() throws Exception {
    assertThat(hosts.sourceTransport().check().reason())
        .isEqualTo("xtrabackup 8.0.35 for Percona Server 8.0.35");
  }

  @Test
  void refusesWhatTheHostsOptionFilesWouldLeaveOut() throws Exception {
    String found =
        "[[ $* == xtrabackup ]] && printf '%s\\n' --password=hush --databases_exclude=shop";
    hosts.withSourcePrograms(tools -> tools.withScript(mysql.folder(), "my_print_defaults", found));
    assertThat(hosts.sourceTransport().check().reason())
        .contains("tell xtrabackup to use --databases-exclude")
        .endsWith("[xtrabackup]")
        .doesNotContain("hush");
    hosts.start();
    assertThat(hosts.sendFailure()).hasMessageContaining("--databases-exclude");
  }

  @Test
  void knowsWhereAReplicaBegins() throws Exception {
    ReplicationStart start = hosts.seed().replication().orElseThrow();
    assertThat(start.flavor()).isEqualTo(Flavor.MYSQL);
    assertThat(start.position()).contains(new BinaryLogPosition("binlog.000012", 157));
    assertThat(start.gtidSet())
        .contains(
            "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-23,4f22fa47-71ca-11e1-9e33-c80aa9429562:1-5");
  }

  @Test
  void preparesTheCopyWithoutTheSourcesIdentity() throws Exception {
    hosts.with("UseMemory", "1G").seed();
    assertThat(hosts.datadir().resolve("shop/orders.ibd")).hasContent("rows");
    assertThat(hosts.datadir().resolve("prepared")).exists();
    assertThat(hosts.datadir().resolve("auto.cnf")).doesNotExist();
    assertThat(Files.readAllLines(mysql.calls()))
        .contains(
            "xtrabackup --defaults-file=%1$s/backup-my.cnf --prepare --use-memory=1073741824 --target-dir=%1$s"
                .formatted(hosts.datadir()));
  }

  @Test
  void copiesByTheLoginPathAlone() throws Exception {
    hosts.with("BackupOptions", List.of("--throttle=100")).seed();
    assertThat(Files.readAllLines(mysql.calls()))
        .anyMatch(
            call ->
                call.startsWith(
                        "xtrabackup --login-path=seed --socket=/run/mysqld.sock --backup"
                            + " --stream=xbstream --datadir="
                            + mysql.datadir())
                    && call.endsWith(" --parallel=1 --throttle=100"));
  }
}
