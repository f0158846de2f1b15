package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolOptionsTest {
  @Test
  void takesFurtherOnes() {
    List<String> wanted = List.of("--throttle=100", "--ftwrl-wait-timeout=60", "--galera-info");
    assertThat(ToolOptions.of(Settings.of(Map.of("BackupOptions", wanted))).backup())
        .isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--target-dir=/", "--pass=x", "--no-lock", "--tables=a", "--inc"})
  void refusesThoseOfThePlugin(String option) {
    Settings settings = Settings.of(Map.of("BackupOptions", List.of(option)));
    assertThatThrownBy(() -> ToolOptions.of(settings))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CONFIGURATION)
        .hasMessageStartingWith("BackupOptions has");
  }

  @Test
  void refusesThemForPreparingToo() {
    Settings settings = Settings.of(Map.of("PrepareOptions", List.of("--innodb-force-recovery=6")));
    assertThatThrownBy(() -> ToolOptions.of(settings))
        .hasMessageStartingWith("PrepareOptions has \"--innodb-force-recovery\"");
  }
}
