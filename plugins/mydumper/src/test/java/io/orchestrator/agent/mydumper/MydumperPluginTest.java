package io.orchestrator.agent.mydumper;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MydumperPluginTest {
  @TempDir Path folder;

  private MydumperSeed with(String option) {
    return new MydumperSeed(FakeAgentContext.in(folder).with("ExtraOptions", List.of(option)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--password=x", "--no-lock", "--regex=.", "-k", "--outputdir=/"})
  void refusesOptionsThatItOwns(String option) {
    assertThatThrownBy(() -> with(option))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CONFIGURATION)
        .hasMessageContaining("ExtraOptions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--long-query-guard=600", "--less-locking", "--statement-size=100000"})
  void takesOthers(String option) {
    assertThatCode(() -> with(option)).doesNotThrowAnyException();
  }
}
