package io.orchestrator.agent.mydumper;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.live.LiveHosts;
import io.orchestrator.agent.testkit.live.SampleDatabases;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Large tables with keys that mydumper can't split them by. */
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
class MydumperKeysIT {
  @TempDir Path folder;
  private LiveHosts hosts;

  @BeforeEach
  void startTheSource() throws Exception {
    hosts = new LiveHosts(folder, MydumperSeed::new);
    Path spools = Files.createDirectory(folder.resolve("spools"));
    hosts.atSource(
        context -> context.with("SpoolDirectory", spools.toString()).with("RowsPerFile", 5000));
    hosts.source().sql("CREATE DATABASE shop");
  }

  @AfterEach
  void end() {
    hosts.close();
    assertThat(folder.resolve("spools")).isEmptyDirectory();
  }

  private String sent(String table, String keys) throws Exception {
    hosts
        .source()
        .sql(
            "USE shop; CREATE TABLE t (%s) AS SELECT %s FROM seq_1_to_20000; ANALYZE TABLE t"
                .formatted(table, keys));
    CompletableFuture<TransferResult> received = hosts.receive();
    CompletableFuture<TransferResult> sent = hosts.send();
    LiveHosts.result(received);
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(SampleDatabases.checksums(target))
          .isEqualTo(SampleDatabases.checksums(hosts.source()));
      target.stop();
    }
    return LiveHosts.result(sent).summary();
  }

  @ParameterizedTest
  @CsvSource({
    "k INT PRIMARY KEY, -seq AS k",
    "`the key` BIGINT UNIQUE, -seq AS `the key`",
    "'k SMALLINT, KEY (k)', -seq AS k",
    "k BIGINT UNSIGNED PRIMARY KEY, 18446744073709551615 - seq AS k"
  })
  void losesNoRowsOfThem(String table, String keys) throws Exception {
    assertThat(sent(table, keys)).startsWith("1 files").contains("could not split");
  }

  @Test
  void splitsThoseOfOtherKeys() throws Exception {
    assertThat(sent("k INT PRIMARY KEY", "seq - 100 AS k")).doesNotContain("could not split");
  }
}
