package io.orchestrator.agent.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsObjectsArraysAndTexts() {
    assertThat(Json.parse(" {\"a\" : [ {\"b\":\"c\"}, [], {} ],\n\"d\":\"\"} "))
        .isEqualTo(Map.of("a", List.of(Map.of("b", "c"), List.of(), Map.of()), "d", ""));
  }

  @Test
  void readsNumbersAndLiteralsAsTexts() {
    assertThat(Json.parse("[1, -2.50, 1e3, true, null]"))
        .isEqualTo(List.of("1", "-2.50", "1e3", "true", "null"));
  }

  @Test
  void readsEscapes() {
    assertThat(Json.parse("\"a\\\"\\\\\\/\\n\\u00e9\"")).isEqualTo("a\"\\/\né");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "\"open",
        "\"\\x\"",
        "\"\\u00g0\"",
        "\"\\u12",
        "[] []",
        "tru",
        "01x",
        "[\"a\" \"b\"]",
        "  WARNING: something\n{}"
      })
  void refusesWhatIsNoJson(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text));
  }

  @Test
  void refusesToRecurseForever() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse("[".repeat(100_000)))
        .withMessageContaining("levels");
  }

  @Test
  void saysWhereItStopped() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse("{\"a\":1;}"))
        .withMessageContaining("expected }")
        .withMessageContaining("character 6");
  }
}
