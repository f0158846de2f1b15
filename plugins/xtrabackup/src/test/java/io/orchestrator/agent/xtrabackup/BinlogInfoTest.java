package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.ReplicationStart.Flavor;
import io.orchestrator.agent.live.client.ServerVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinlogInfoTest {
  private static final ServerVersion MARIADB = ServerVersion.parse("11.4.2-MariaDB", "");

  @TempDir Path datadir;

  @Test
  void readsMariaDbsForm() {
    ReplicationStart start =
        BinlogInfo.parse("pid-bin.000001\t3481\t0-7-20,1-8-3\n", Flavor.MARIADB, 3307)
            .orElseThrow();
    assertThat(start.position()).contains(new BinaryLogPosition("pid-bin.000001", 3481));
    assertThat(start.gtidSet()).contains("0-7-20,1-8-3");
    assertThat(start.sourcePort()).isEqualTo(3307);
  }

  @Test
  void readsMySqlsFormOverSeveralLines() {
    String text =
        """
        binlog.000012\t157\t3e11fa47-71ca-11e1-9e33-c80aa9429562:1-23,
        4f22fa47-71ca-11e1-9e33-c80aa9429562:1-5:7
        """;
    assertThat(BinlogInfo.parse(text, Flavor.MYSQL, 3306).orElseThrow().gtidSet())
        .contains(
            "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-23,"
                + "4f22fa47-71ca-11e1-9e33-c80aa9429562:1-5:7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bin.000001\t4\n", "bin.000001\t4\t\n", "bin.000001\t4"})
  void readsAPositionAlone(String text) {
    assertThat(BinlogInfo.parse(text, Flavor.MYSQL, 3306).orElseThrow().gtidSet()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bin.000001", "bin.000001\tx", "../bin\t4", "bin.000001\t4\t0-1-1';"})
  void refusesWhatTheToolDoesNotWrite(String text) {
    assertThatThrownBy(() -> BinlogInfo.parse(text, Flavor.MARIADB, 3306))
        .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_DATA);
  }

  @Test
  void findsTheNoteByEitherName() throws Exception {
    assertThat(BinlogInfo.of(datadir, MARIADB, 3306)).isEmpty();
    Files.writeString(datadir.resolve("xtrabackup_binlog_info"), "old.000001\t4\n");
    assertThat(file(BinlogInfo.of(datadir, MARIADB, 3306))).isEqualTo("old.000001");
    Files.writeString(datadir.resolve("mariadb_backup_binlog_info"), "new.000001\t4\n");
    assertThat(file(BinlogInfo.of(datadir, MARIADB, 3306))).isEqualTo("new.000001");
  }

  @Test
  void knowsNoPlaceOnAServerWithoutNetwork() throws Exception {
    Files.writeString(datadir.resolve("xtrabackup_binlog_info"), "old.000001\t4\n");
    assertThat(BinlogInfo.of(datadir, MARIADB, 0)).isEmpty();
  }

  private static String file(Optional<ReplicationStart> start) {
    return start.orElseThrow().position().orElseThrow().file();
  }
}
