package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines with [Xtrabackup] are from its documentation, the others recorded. */
class LogPhasesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[01] 2026-11-26 04:24:38 Streaming ./d/t.frm to <STDOUT> | copying ./d/t.frm",
        "[00] 2026-11-26 04:24:38 Streaming ibdata1 | copying ibdata1",
        "2024-01-08T09:12:11 1 [Note] [MY-011825] [Xtrabackup] Streaming ./s/t.ibd | copying ./s/t.ibd",
        "[00] 2026-11-26 04:24:38 Starting BACKUP STAGE BLOCK_COMMIT | waiting for the server's locks",
        "2024-01-08 0 [Note] [Xtrabackup] Executing FLUSH NO_WRITE_TO_BINLOG TABLES... | waiting for the server's locks"
      })
  void tellsWhatIsCopied(String line, String phase) {
    assertThat(LogPhases.backup(line)).contains(phase);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "recovered pages: 0% 11% 22% | preparing: 22% of the pages recovered",
        "[00] 2026-11-26 Starting InnoDB instance for recovery. | preparing: reading the redo log",
        "2024-01-08T09:12:11 0 [Note] [MY-012532] [InnoDB] Doing recovery: scanned up to log sequence number 42 | preparing: redo log read up to 42"
      })
  void tellsHowFarPreparingIs(String line, String phase) {
    assertThat(LogPhases.prepare(line)).contains(phase);
  }

  @Test
  void saysNothingOfTheRest() {
    assertThat(LogPhases.backup("[01] 2026-11-26 04:24:38         ...done")).isEmpty();
    assertThat(LogPhases.prepare("InnoDB: Using io_uring")).isEmpty();
  }
}
