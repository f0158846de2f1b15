package io.orchestrator.agent.live.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
  private static byte[] written(byte[] data) throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    FrameOutput out = new FrameOutput(wire);
    out.write(FrameType.HEADER, Fields.none().with("format", "1").with("gtid", Optional.empty()));
    out.data().write(data);
    out.data().write('!');
    out.end(Fields.none().with("rows", "a=b"));
    return wire.toByteArray();
  }

  private static FrameInput reading(byte[] bytes) {
    return new FrameInput(new ByteArrayInputStream(bytes));
  }

  @Test
  void bringsFieldsAndData() throws Exception {
    byte[] data = new byte[5 << 20];
    new Random(1).nextBytes(data);
    FrameInput in = reading(written(data));
    Fields header = in.read(FrameType.HEADER);
    assertThat(header.get("format")).isEqualTo("1");
    assertThat(header.find("gtid")).isEmpty();
    byte[] got = in.data().readAllBytes();
    assertThat(Arrays.equals(Arrays.copyOf(got, data.length), data)).isTrue();
    assertThat(got[data.length]).isEqualTo((byte) '!');
    assertThat(in.next()).isEqualTo(FrameType.END);
    assertThat(in.read(FrameType.END).get("rows")).isEqualTo("a=b");
  }

  @Test
  void noticesAStreamThatIsCutAnywhere() throws Exception {
    byte[] whole = written(new byte[20]);
    for (int length = 0; length < whole.length; length++) {
      FrameInput in = reading(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> readAll(in))
          .as("cut after " + length)
          .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_DATA);
    }
  }

  private static void readAll(FrameInput in) throws IOException {
    in.read(FrameType.HEADER);
    in.data().readAllBytes();
    in.read(FrameType.END);
  }

  @Test
  void noticesWhatIsNoFrame() {
    FrameInput in = reading("GET / HTTP/1.0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThatThrownBy(in::next).hasMessageContaining("does not understand");
  }

  @Test
  void noticesAFrameThatIsTooLong() {
    assertThatThrownBy(() -> reading(new byte[] {'H', 127, 0, 0, 0}).next())
        .hasMessageContaining("too long");
  }

  @Test
  void noticesThatAFieldIsMissing() {
    assertThatThrownBy(() -> Fields.none().get("version")).hasMessageContaining("version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "x\ny=z"})
  void refusesAValueThatWouldBecomeTwo(String value) {
    assertThatThrownBy(() -> Fields.none().with("name", value))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
