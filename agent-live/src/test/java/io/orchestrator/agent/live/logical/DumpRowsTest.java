package io.orchestrator.agent.live.logical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpRowsTest {
  private static DumpRows of(String dump, int atOnce) {
    DumpRows rows = new DumpRows();
    byte[] bytes = dump.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += atOnce) {
      rows.note(bytes, at, Math.min(atOnce, bytes.length - at));
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10_000})
  void countsRowsHoweverTheDumpIsCut(int atOnce) {
    DumpRows rows =
        of(
            """
            USE `shop`;
            INSERT INTO `t` VALUES
            (1,'a (b) ''c'' \\'); (2,'),
            (2,NULL,0x2829);
            INSERT INTO `t` VALUES (3,"(;"),(4,'\\\\');
            USE `we``ird`;
            INSERT INTO `o``dd VALUES (` (`a(b`, `VALUES`) VALUES (1,-2.5e3),(2,1);
            """,
            atOnce);
    assertThat(rows.rows())
        .containsOnly(
            Assertions.entry("`shop`.`t`", 4L), Assertions.entry("`we``ird`.`o``dd VALUES (`", 2L));
    assertThat(rows.table()).isEqualTo("`we``ird`.`o``dd VALUES (`");
  }

  @Test
  void leavesStatementsOfStoredProgramsOut() {
    DumpRows rows =
        of(
            """
            USE `shop`;
            DELIMITER ;;
            CREATE PROCEDURE `p`()
            BEGIN
            INSERT INTO `t` VALUES (1);
            USE `other`;
            END ;;
            DELIMITER ;
            INSERT INTO `t` VALUES (1);
            """,
            100);
    assertThat(rows.rows()).containsOnly(Assertions.entry("`shop`.`t`", 1L));
  }

  @Test
  void isNotLedAstrayByLongLines() {
    String dump = "-- " + "x".repeat(5000) + "\nUSE `shop`;\nINSERT INTO `t` VALUES (1);\n";
    assertThat(of(dump, 4096).rows()).containsOnly(Assertions.entry("`shop`.`t`", 1L));
  }
}
