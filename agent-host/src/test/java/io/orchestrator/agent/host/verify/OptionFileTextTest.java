package io.orchestrator.agent.host.verify;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionFileTextTest {
  @Test
  void quotesValues() {
    assertThat(OptionFileText.of(List.of("skip-networking", "key=a \"b\" \\ # c")))
        .isEqualTo("[mysqld]\nskip-networking\nkey=\"a \\\"b\\\" \\\\ # c\"\n");
  }

  @Test
  void letsNoValueSetAnotherOption() {
    assertRefused(
        ErrorCode.UNSUPPORTED, "option key", () -> OptionFileText.of(List.of("key=a\nuser=root")));
  }
}
