package io.orchestrator.agent.live.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataOptionsTest {
  private static final Path DATADIR = Path.of("/data/mysql");

  @Test
  void keepsWhatTheDataIsLaidOutBy() {
    DataOptions options =
        DataOptions.of(
            List.of(
                "--innodb-page-size=8k",
                "--port=3306",
                "--aria-block-size=16384",
                "--loose-innodb_page_size=4k",
                "--plugin_load_add=provider_lz4",
                "--plugin_load_add=provider_lzo",
                "--log-bin=/data/binlog/x"),
            DATADIR);
    assertThat(options.all())
        .containsExactlyInAnyOrder(
            "innodb_page_size=4k",
            "aria_block_size=16384",
            "plugin_load_add=provider_lz4",
            "plugin_load_add=provider_lzo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--innodb_log_group_home_dir=/data/redo",
        "--innodb-undo-directory=undo",
        "--innodb_data_file_path=/data/ibdata1:10M:autoextend"
      })
  void refusesDataThatIsPartlyElsewhere(String option) {
    assertThatThrownBy(() -> DataOptions.of(List.of(option), DATADIR))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
        .hasMessageContaining(option.substring(2, option.indexOf('=')).replace('-', '_'));
  }

  @Test
  void takesTheDatadirItselfForAFolder() {
    assertThat(DataOptions.of(List.of("--innodb_log_group_home_dir=./"), DATADIR).all()).isEmpty();
  }
}
