package io.orchestrator.agent.live.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ToolLogTest {
  private static final Pattern OK = Pattern.compile("completed OK!$");
  private static final Pattern ERROR = Pattern.compile("\\[ERROR\\]");

  @Test
  void seesSuccessInTheLastLineOnly() {
    assertThat(ToolLog.of("a\nb completed OK!\n\n").endsWith(OK)).isTrue();
    assertThat(ToolLog.of("a completed OK!\nb\n").endsWith(OK)).isFalse();
    assertThat(ToolLog.of("").endsWith(OK)).isFalse();
  }

  @Test
  void tellsTheErrorsBeforeAllElse() {
    ToolLog log = ToolLog.of("start\n[ERROR] no\u0007 room.\nstopping\ndone\n");
    assertThat(log.lastWords(ERROR)).isEqualTo("[ERROR] no  room");
    assertThat(ToolLog.of("one\ntwo\n").lastWords(ERROR)).isEqualTo("one; two");
    assertThat(ToolLog.of("").lastWords(ERROR)).isEqualTo("it gave no reason");
  }

  @Test
  void leavesOutTheHashOfAPassword() {
    ToolLog log = ToolLog.of("1.GRANT USAGE ON *.* TO `x`@`%` IDENTIFIED BY PASSWORD '*D8218'\n");
    assertThat(log.lines()).containsExactly("1.GRANT USAGE ON *.* TO `x`@`%` IDENTIFIED BY ***");
  }

  @Test
  void findsTheLastLineThatSaysSomething() {
    ToolLog log = ToolLog.of("at 1\nat 2\nnothing\n");
    assertThat(log.last(ToolLogTest::at)).contains("2");
  }

  private static Optional<String> at(String line) {
    return line.startsWith("at ") ? Optional.of(line.substring(3)) : Optional.empty();
  }
}
