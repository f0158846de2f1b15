package io.orchestrator.agent.api.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedIdTest {
  @Test
  void readsTheDecimalForm() {
    assertThat(SeedId.parse("17")).hasToString("17");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1;id", "abc", "0x1", "9999999999999999999", "1\n"})
  void refusesEverythingElseWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> SeedId.parse(text))
        .isInstanceOfSatisfying(
            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessage("A seed id is a number of 0 or more, and this one is not");
  }
}
