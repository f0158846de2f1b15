package io.orchestrator.agent.host.verify;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.mysql.ServerOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateServerOptionsTest {
  private static final Path DATADIR = Path.of("/var/lib/mysql");
  private static final Path COPY = Path.of("/mnt/copy/mysql");

  @Test
  void takesOverWhatIsNeededToReadTheFilesAndNothingElse() {
    assertThat(
            arguments(
                "--innodb-page-size=8k",
                "--lower_case_table_names=1",
                "--innodb-buffer-pool-size=100G",
                "--datadir=/var/lib/mysql",
                "--socket=/run/mysqld/mysqld.sock",
                "--general-log-file=/var/log/mysql.log"))
        .containsExactlyInAnyOrder("--innodb-page-size=8k", "--lower-case-table-names=1");
  }

  @Test
  void leadsToTheCopysRedoLog() {
    assertThat(arguments("--innodb-log-group-home-dir=/var/lib/mysql/redo"))
        .containsExactly("--innodb-log-group-home-dir=/mnt/copy/mysql/redo");
    assertThat(arguments("--innodb-undo-directory=./undo"))
        .containsExactly("--innodb-undo-directory=/mnt/copy/mysql/undo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--innodb-log-group-home-dir=/srv/redo",
        "--innodb-data-home-dir=/srv/data",
        "--innodb-undo-directory=../undo",
        "--innodb-data-file-path=/srv/ibdata1:12M:autoextend",
        "--aria-log-dir-path=/srv/aria"
      })
  void refusesASnapshotThatIsNotWhole(String option) {
    assertRefused(ErrorCode.UNSUPPORTED, "outside of the datadir", () -> arguments(option));
  }

  private static List<String> arguments(String... options) {
    return PrivateServerOptions.arguments(
        ServerOptions.ofArguments(List.of(options)), DATADIR, COPY);
  }
}
