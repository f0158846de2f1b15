package io.orchestrator.agent.mysqldump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MysqldumpPluginTest {
  @TempDir Path folder;

  private MysqldumpSeed with(String key, Object value) {
    return new MysqldumpSeed(FakeAgentContext.in(folder).with(key, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--password=x",
        "--where=1",
        "--no_data",
        "--skip-triggers",
        "--forc",
        "--defaults-file=/x",
        "-f",
        "shop"
      })
  void refusesOptionsThatItOwns(String option) {
    assertThatThrownBy(() -> with("ExtraOptions", List.of(option)))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CONFIGURATION)
        .hasMessageContaining("ExtraOptions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--order-by-primary", "--net-buffer-length=1M", "--ssl-ca=/ca.pem"})
  void takesOthers(String option) {
    assertThatCode(() -> with("ExtraOptions", List.of(option))).doesNotThrowAnyException();
  }

  @Test
  void saysThatTheServerDoesNotAnswer() throws Exception {
    assertThat(with("DefaultsExtraFile", "/no/such/file").check().usable()).isFalse();
    assertThat(with("DefaultsExtraFile", "/no/such/file").check().reason())
        .contains("/no/such/file");
  }
}
