package io.orchestrator.agent.host.mysql;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64GzipTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 33, 34, 35, 36, 37, 200_000})
  void wrapsAsTheBase64ProgramDoes(int size) throws Exception {
    String text = encoded(random(size), true);
    Path gzip = Files.write(folder.resolve("x.gz"), Base64.getMimeDecoder().decode(text));

    String expected = new ProcessRunner(false).run(Command.of("base64", gzip.toString())).stdout();

    assertThat(text).isEqualTo(expected);
  }

  @Test
  void writesOneLineWhereThatIsWanted() throws Exception {
    assertThat(encoded(random(10_000), false)).doesNotContain("\n").hasSizeGreaterThan(10_000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void decodesWhatItHasEncoded(boolean wrapped) throws Exception {
    byte[] bytes = random(300_000);

    assertThat(decoded(encoded(bytes, wrapped), 300_000)).isEqualTo(bytes);
  }

  @Test
  void decodesLinesOfWindows() throws Exception {
    assertThat(decoded(encoded(random(500), true).replace("\n", "\r\n"), 500)).hasSize(500);
  }

  @Test
  void refusesMoreThanTheLimit() throws Exception {
    String text = encoded(new byte[10_000_000], false);

    assertThatThrownBy(() -> decoded(text, 9_999_999))
        .satisfies(error -> assertCode(error, ErrorCode.RESOURCES_EXHAUSTED));
  }

  @Test
  void refusesDamagedText() throws Exception {
    String text = encoded(random(1000), false);
    byte[] badChecksum = Base64.getDecoder().decode(text);
    badChecksum[badChecksum.length - 5] ^= 1;

    assertCorrupt("");
    assertCorrupt("*" + text);
    assertCorrupt("\"" + text + "\"");
    assertCorrupt(text.substring(0, text.length() - 8));
    assertCorrupt(text.substring(0, text.length() / 2));
    assertCorrupt(Base64.getEncoder().encodeToString("no gzip at all".getBytes(US_ASCII)));
    assertCorrupt(Base64.getEncoder().encodeToString(badChecksum));
  }

  private static void assertCorrupt(String text) {
    assertThatThrownBy(() -> decoded(text, 1_000_000))
        .as(text)
        .satisfies(error -> assertCode(error, ErrorCode.CORRUPT_DATA));
  }

  private static void assertCode(Throwable error, ErrorCode wanted) {
    assertThat(((AgentException) error).code()).isEqualTo(wanted);
  }

  private static String encoded(byte[] bytes, boolean wrapped) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (OutputStream out = wrapped ? Base64Gzip.wrappedEncoder(text) : Base64Gzip.encoder(text)) {
      out.write(bytes);
    }
    return text.toString(US_ASCII);
  }

  private static byte[] decoded(String text, long limit) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Base64Gzip.decode(new ByteArrayInputStream(text.getBytes(US_ASCII)), out, limit);
    return out.toByteArray();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
