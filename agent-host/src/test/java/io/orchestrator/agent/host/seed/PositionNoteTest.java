package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReplicationStart.Flavor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionNoteTest {
  private static final BinaryLogPosition POSITION = new BinaryLogPosition("bin.000003", 1234);
  private static final String HOST = "host\tport\tutc\ndb1\t3310\t2026-11-26 04:00:00\n";

  @Test
  void readsThatOfTheAgentsScriptOnMariaDb() {
    PositionNote note =
        PositionNote.parse(
            HOST
                + "File\tPosition\tBinlog_Do_DB\tBinlog_Ignore_DB\nbin.000003\t1234\t\t\n"
                + "@@GLOBAL.gtid_binlog_pos\n0-1-5,1-1-7\n");

    assertThat(note.port()).contains(3310);
    assertThat(note.position()).contains(POSITION);
    assertThat(note.gtidSet()).contains("0-1-5,1-1-7");
    assertThat(note.flavor()).contains(Flavor.MARIADB);
  }

  @Test
  void readsThatOfTheAgentsScriptOnMySql() {
    PositionNote note =
        PositionNote.parse(
            HOST
                + "File\tPosition\tBinlog_Do_DB\tBinlog_Ignore_DB\tExecuted_Gtid_Set\n"
                + "bin.000003\t1234\t\t\taa-1:1-5,\\nbb-2:1-7\n"
                + "@@GLOBAL.gtid_executed\naa-1:1-5,\\nbb-2:1-7\n");

    assertThat(note.position()).contains(POSITION);
    assertThat(note.gtidSet()).contains("aa-1:1-5,bb-2:1-7");
    assertThat(note.flavor()).contains(Flavor.MYSQL);
  }

  @Test
  void findsNothingInThatOfAServerWithoutBinaryLog() {
    PositionNote note = PositionNote.parse(HOST + "The binary log is off: there is no position.\n");

    assertThat(note.position()).isEmpty();
    assertThat(note.gtidSet()).isEmpty();
  }

  @Test
  void readsXtrabackupsForm() {
    PositionNote bare = PositionNote.parse("bin.000003\t1234");
    assertThat(bare.position()).contains(POSITION);
    assertThat(bare.gtidSet()).isEmpty();
    assertThat(bare.flavor()).isEmpty();

    assertThat(PositionNote.parse("bin.000003\t1234\t0-1-5\n").flavor()).contains(Flavor.MARIADB);

    PositionNote mysql = PositionNote.parse("bin.000003\t1234\taa-1:1-5,\nbb-2:1-7\n");
    assertThat(mysql.gtidSet()).contains("aa-1:1-5,bb-2:1-7");
    assertThat(mysql.flavor()).contains(Flavor.MYSQL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "bin.000003", "bin.000003 1234", "bin.000003\tx", "../x\t1234", "a\t1"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> PositionNote.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
