package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/seed-wire.md shows is what goes over the wire. */
class DocumentedExampleTest {
  private static final Secret SECRET =
      new Secret("correct horse battery staple".getBytes(StandardCharsets.UTF_8));

  @Test
  void greetsAsDocumented() throws Exception {
    byte[] banner = text("banner");
    HeaderBlock hello =
        new Hello(1, 7, "stream", "1.0.0", "33".repeat(32), true, 0, 2)
            .block()
            .with("nonce", "22".repeat(32));
    HeaderBlock said =
        hello.with("proof", SECRET.proof("sender", banner, hello.bytes(), new byte[0]));
    assertThat(said.bytes())
        .asString()
        .isEqualTo(new String(text("hello"), StandardCharsets.UTF_8));
    HeaderBlock welcome = HeaderBlock.of("welcome").with("version", 1).with("agent", "1.0.0");
    String proof = SECRET.proof("receiver", banner, said.bytes(), welcome.bytes(), new byte[0]);
    assertThat(welcome.with("proof", proof).bytes())
        .asString()
        .isEqualTo(new String(text("welcome"), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "block",
        "zeros",
        "block-ack",
        "ordered",
        "ordered-end",
        "ordered-ack",
        "ping",
        "fail",
        "done",
        "bye"
      })
  void framesAsDocumented(String name) throws Exception {
    Captured captured = new Captured();
    Link link = new Link(captured, "nobody", 0);
    switch (name) {
      case "block" ->
          link.write(
              FrameHeader.plain(FrameType.BLOCK, 0, 42, 1 << 20, 5),
              ByteBuffer.wrap("mysql".getBytes(StandardCharsets.UTF_8)));
      case "zeros" ->
          link.write(new FrameHeader(FrameType.BLOCK, FrameHeader.ZEROS, 0, 42, 2 << 20, 4096));
      case "block-ack" -> link.write(FrameHeader.bare(FrameType.ACK, 0));
      case "ordered" ->
          link.write(
              FrameHeader.plain(FrameType.ORDERED, 0, 0, 0, 2),
              ByteBuffer.wrap("go".getBytes(StandardCharsets.UTF_8)));
      case "ordered-end" ->
          link.write(FrameHeader.plain(FrameType.ORDERED, FrameHeader.END, 1, 0, 0));
      case "ordered-ack" -> link.write(FrameHeader.bare(FrameType.ACK, 2));
      case "ping" -> link.ping();
      case "fail" -> write(new LastWords(FrameType.FAIL, "IO_FAILED\ndisk full"), link);
      case "done" -> write(new LastWords(FrameType.DONE, "1 file."), link);
      case "bye" -> write(new LastWords(FrameType.BYE, ""), link);
      default -> throw new IllegalArgumentException(name);
    }
    assertThat(HexFormat.of().formatHex(captured.bytes.toByteArray()))
        .isEqualTo(documented("hex", name).replaceAll("\\s", ""));
  }

  private static void write(LastWords words, Link link) throws IOException {
    link.write(words.header(), words.payload());
  }

  private static byte[] text(String name) throws IOException {
    return (documented("text", name) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String documented(String kind, String name) throws IOException {
    String document = Files.readString(Path.of("..", "docs", "seed-wire.md"));
    Matcher found =
        Pattern.compile("```" + kind + " " + name + "\n(.*?)```", Pattern.DOTALL).matcher(document);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  /** What was written. */
  private static final class Captured implements WireIo {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(ByteBuffer... buffers) {
      for (ByteBuffer buffer : buffers) {
        byte[] part = new byte[buffer.remaining()];
        buffer.get(part);
        bytes.writeBytes(part);
      }
    }

    @Override
    public int read(ByteBuffer into) {
      return -1;
    }

    @Override
    public boolean sendsFiles() {
      return false;
    }

    @Override
    public int writeFile(FileChannel file, long position, int length) {
      return 0;
    }

    @Override
    public byte[] peerCertificate() {
      return new byte[0];
    }

    @Override
    public byte[] ownCertificate() {
      return new byte[0];
    }

    @Override
    public void close() {}
  }
}
