package io.orchestrator.agent.netcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StreamTailTest {
  private final StreamTail tail = new StreamTail(5);

  @Test
  void keepsAShortStreamWhole() {
    accept("ab");
    accept("cd");
    assertThat(text()).isEqualTo("abcd");
  }

  @Test
  void keepsTheEndOfALongStream() {
    accept("abc");
    accept("defg");
    assertThat(text()).isEqualTo("cdefg");
    accept("h");
    assertThat(text()).isEqualTo("defgh");
  }

  @Test
  void keepsTheEndOfOneLongPart() {
    accept("abcdefgh");
    assertThat(text()).isEqualTo("defgh");
  }

  private void accept(String part) {
    byte[] buffer = (part + "not of it").getBytes(StandardCharsets.US_ASCII);
    tail.accept(buffer, part.length());
  }

  private String text() {
    return new String(tail.bytes(), StandardCharsets.US_ASCII);
  }
}
