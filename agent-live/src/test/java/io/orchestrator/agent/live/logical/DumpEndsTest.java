package io.orchestrator.agent.live.logical;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.BinaryLogPosition;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpEndsTest {
  private static final String MARIADB =
      """
      /*M!999999\\- enable the sandbox mode */
      -- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)
      -- CHANGE MASTER TO MASTER_USE_GTID=slave_pos;

      -- CHANGE MASTER TO MASTER_LOG_FILE='bl.000001', MASTER_LOG_POS=3211122;

      -- Current Database: `shop`
      -- CHANGE MASTER TO MASTER_LOG_FILE='of-a-user', MASTER_LOG_POS=7;
      %s
      -- SET GLOBAL gtid_slave_pos='0-1-47,1-2-3';
      /*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

      -- Dump completed on 2026-11-26  4:19:02
      """
          .formatted("x\n-- SET GLOBAL gtid_slave_pos='9-9-9';\n".repeat(1000));

  private static final String MYSQL =
      """
      -- MySQL dump 10.13  Distrib 8.0.35, for Linux (x86_64)
      SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN;
      SET @@SESSION.SQL_LOG_BIN= 0;

      SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ '3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5,
      4f11fa47-71ca-11e1-9e33-c80aa9429562:1-9';

      -- CHANGE REPLICATION SOURCE TO SOURCE_LOG_FILE='binlog.000002', SOURCE_LOG_POS=157;

      -- Current Database: `shop`
      SET @@GLOBAL.GTID_PURGED='of-a-user:1';
      -- Dump completed on 2026-11-26  4:19:02
      """;

  private static final String MYSQL_WITH_THE_GTIDS_LAST =
      """
      -- MySQL dump 10.13  Distrib 8.0.28, for Linux (x86_64)
      SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN;
      SET @@SESSION.SQL_LOG_BIN= 0;

      --
      -- Position to start replication or point-in-time recovery from
      --

      -- CHANGE MASTER TO MASTER_LOG_FILE='binlog.000002', MASTER_LOG_POS=157;

      -- Current Database: `shop`

      --
      -- GTID state at the end of the backup\s
      --

      SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ '3e11fa47-71ca-11e1-9e33-c80aa9429562:1-9';
      /*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

      -- Dump completed on 2026-11-26  4:19:02
      """;

  private static DumpEnds of(String dump, int atOnce) {
    DumpEnds ends = new DumpEnds();
    byte[] bytes = dump.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += atOnce) {
      ends.note(bytes, at, Math.min(atOnce, bytes.length - at));
    }
    return ends;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 10_000_000})
  void readsThePositionOfMariaDb(int atOnce) {
    DumpEnds ends = of(MARIADB, atOnce);
    assertThat(ends.position()).contains(new BinaryLogPosition("bl.000001", 3211122));
    assertThat(ends.gtidSet()).contains("0-1-47,1-2-3");
    assertThat(ends.isComplete()).isTrue();
  }

  @Test
  void readsThePositionOfMySql() {
    DumpEnds ends = of(MYSQL, 100);
    assertThat(ends.position()).contains(new BinaryLogPosition("binlog.000002", 157));
    assertThat(ends.gtidSet())
        .contains(
            "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5,\n"
                + "4f11fa47-71ca-11e1-9e33-c80aa9429562:1-9");
  }

  @Test
  void knowsADumpWhoseGtidsAreNotOfTheMomentOfItsRows() {
    assertThat(of(MYSQL_WITH_THE_GTIDS_LAST, 100).isOfTwoMoments()).isTrue();
    assertThat(
            of(MYSQL_WITH_THE_GTIDS_LAST.replaceAll("(?m)^SET .*LOG_BIN.*\n", ""), 100)
                .isOfTwoMoments())
        .isTrue();
    assertThat(of(MYSQL, 100).isOfTwoMoments()).isFalse();
    assertThat(of(MARIADB, 100).isOfTwoMoments()).isFalse();
  }

  @Test
  void knowsItBeforeTheEndHasCome() {
    String begun = MYSQL_WITH_THE_GTIDS_LAST.split("-- GTID", 2)[0];
    DumpEnds ends = of(begun, 100);
    assertThat(ends.hasBeginning()).isFalse();
    byte[] rows = new byte[1 << 20];
    ends.note(rows, 0, rows.length);
    assertThat(ends.hasBeginning()).isTrue();
    assertThat(ends.isOfTwoMoments()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-- Dump completed on 2020\nCREATE TABLE", "x\n-- Dump complete", "\n\n"})
  void knowsWhatIsNoWholeDump(String dump) {
    DumpEnds ends = of(dump, 100);
    assertThat(ends.isComplete()).isFalse();
    assertThat(ends.position()).isEmpty();
    assertThat(ends.gtidSet()).isEmpty();
  }
}
