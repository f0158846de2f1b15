package io.orchestrator.agent.mydumper;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.TransferResult;
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
  private PrivateMariaDb source;
  private LivePair hosts;

  @BeforeEach
  void startTheSource() throws Exception {
    source =
        PrivateMariaDb.start(
            Files.createDirectory(folder.resolve("source")), "--log-bin", "--server-id=1");
    hosts = new LivePair(folder, source, MydumperSeed::new);
    Path spools = Files.createDirectory(folder.resolve("spools"));
    hosts.atSource(
        context -> context.with("SpoolDirectory", spools.toString()).with("RowsPerFile", 5000));
    source.sql("CREATE DATABASE shop");
  }

  @AfterEach
  void end() {
    hosts.close();
    source.close();
    assertThat(folder.resolve("spools")).isEmptyDirectory();
  }

  private String sent(String table, String keys) throws Exception {
    source.sql(
        "USE shop; CREATE TABLE t (%s) AS SELECT %s FROM seq_1_to_20000; ANALYZE TABLE t"
            .formatted(table, keys));
    TransferResult unused = hosts.seed();
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(SampleDatabases.checksums(target)).isEqualTo(SampleDatabases.checksums(source));
      target.stop();
    }
    return hosts.sent().summary();
  }

  @ParameterizedTest
  @CsvSource({
    "k INT PRIMARY KEY, -(seq + 100000) AS k",
    "`the key` BIGINT UNIQUE, -seq AS `the key`",
    "'k SMALLINT, KEY (k)', -seq AS k",
    "k BIGINT UNSIGNED PRIMARY KEY, 18446744073709551615 - seq AS k"
  })
  void losesNoRowsOfThem(String table, String keys) throws Exception {
    assertThat(sent(table, keys)).startsWith("1 files").contains("could not split");
  }

  @Test
  void splitsThoseOfOtherKeys() throws Exception {
    assertThat(sent("k INT PRIMARY KEY", "seq AS k"))
        .doesNotStartWith("1 files")
        .doesNotContain("could not split");
  }
}
