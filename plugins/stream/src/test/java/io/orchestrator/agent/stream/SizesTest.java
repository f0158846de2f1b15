package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "999, 999 bytes",
    "1000, 1.0 kB",
    "123456789, 123 MB",
    "45600000000, 45.6 GB",
    "9223372036854775807, 9223 PB"
  })
  void areWords(long bytes, String text) {
    assertThat(Sizes.of(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"7, 7 s", "107, 1 min 47 s", "7300, 2 h 1 min"})
  void ofTimesToo(long seconds, String text) {
    assertThat(Sizes.of(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Test
  void namesAreFitForALog() {
    assertThat(Sizes.name(Path.of("a\nb\u202ec"))).isEqualTo("a?b?c");
    assertThat(Sizes.name(Path.of("x".repeat(4000)))).hasSize(301);
  }
}
