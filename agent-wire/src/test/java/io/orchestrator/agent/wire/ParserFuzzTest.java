package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes: it is read, or it is a {@link FrameException} (or the end of the connection). */
class ParserFuzzTest {
  private static final int ROUNDS = 200_000;

  private static final int GREETINGS = 50_000;

  private final Random random = new Random(4);

  @Test
  void readsNoHeaderThatMayNotBeSent() {
    for (int round = 0; round < ROUNDS; round++) {
      ByteBuffer buffer = ByteBuffer.allocate(FrameHeader.SIZE);
      random.nextBytes(buffer.array());
      requireSoundOrRefused(buffer);
      mutate(soundHeader(), round % 2 == 0);
    }
  }

  private FrameHeader soundHeader() {
    return new FrameHeader(
        FrameType.BLOCK, 0, 4096, random.nextInt(1000), random.nextInt(1 << 30), 4096);
  }

  private void mutate(FrameHeader header, boolean checksumToo) {
    ByteBuffer buffer = ByteBuffer.allocate(FrameHeader.SIZE);
    header.putInto(buffer);
    int at = random.nextInt(checksumToo ? FrameHeader.SIZE - 4 : FrameHeader.SIZE);
    buffer.put(at, (byte) (buffer.get(at) ^ (1 << random.nextInt(8))));
    if (checksumToo) {
      java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
      crc.update(buffer.array(), 0, FrameHeader.SIZE - 4);
      buffer.putInt(FrameHeader.SIZE - 4, (int) crc.getValue());
    } else {
      if (!refuses(buffer.duplicate().rewind())) {
        throw new AssertionError("this was taken although its checksum is wrong: " + header);
      }
    }
    requireSoundOrRefused(buffer.rewind());
  }

  private static boolean refuses(ByteBuffer buffer) {
    try {
      return FrameHeader.readFrom(buffer) == null;
    } catch (FrameException e) {
      return true;
    }
  }

  private static void requireSoundOrRefused(ByteBuffer buffer) {
    try {
      FrameHeader header = FrameHeader.readFrom(buffer);
      if (header.length() < 0
          || header.length() > header.type().maxLength()
          || header.rawLength() > FrameHeader.MAX_BLOCK
          || header.id() < 0
          || header.position() < 0) {
        throw new AssertionError("this was taken: " + header);
      }
    } catch (FrameException refused) {
      // As it should be.
    }
  }

  @Test
  void readsNoGreetingThatMayNotBeSent() throws IOException {
    byte[] hello = RawClient.hello().with("proof", Secret.nonce()).bytes();
    for (int round = 0; round < GREETINGS; round++) {
      byte[] said = round % 3 == 0 ? new byte[random.nextInt(200)] : hello.clone();
      if (round % 3 == 0) {
        random.nextBytes(said);
      } else {
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
          said[random.nextInt(said.length)] = (byte) random.nextInt(256);
        }
      }
      readHello(said);
    }
  }

  @Test
  void readsNoGreetingWithoutAnEnd() throws IOException {
    byte[] endless =
        ("hello\n" + "a".repeat(1 << 20)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Bytes bytes = new Bytes(endless);
    try {
      HeaderBlock unused = HeaderBlock.read(bytes, "hello\n");
      throw new AssertionError("this was taken");
    } catch (FrameException refused) {
      assertThat(bytes.taken()).isEqualTo(HeaderBlock.MAX_BYTES);
    }
  }

  private static void readHello(byte[] said) throws IOException {
    try {
      Hello hello = Hello.of(HeaderBlock.read(new Bytes(said), "hello\n", "refused\n"));
      if (hello.lane() > Hello.MAX_LANES || hello.agent().length() > 64) {
        throw new AssertionError("this was taken: " + hello);
      }
    } catch (FrameException | EOFException refused) {
      // As it should be.
    }
  }

  @Test
  void takesNoControlFrameThatDoesNotBelong() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] payload = new byte[random.nextInt(64)];
      random.nextBytes(payload);
      requireHarmless(FrameType.FAIL, payload);
    }
  }

  private static void requireHarmless(FrameType type, byte[] payload) {
    try {
      String reason = LastWords.of(type, ByteBuffer.wrap(payload)).reason();
      if (reason.chars().anyMatch(Character::isISOControl)) {
        throw new AssertionError("this was taken: " + reason);
      }
    } catch (FrameException refused) {
      // As it should be.
    }
  }

  @Test
  void keepsNoMoreOrderedBytesThanTheWindow() {
    OrderedInput input = new OrderedInput(new SessionState());
    int taken = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try {
        taken += input.arrived(random.nextInt(64), ByteBuffer.allocate(1), false) ? 1 : 0;
      } catch (FrameException refused) {
        // As it should be.
      }
    }
    assertThat(taken).isEqualTo(OrderedOutput.WINDOW);
  }

  /** A connection that has nothing but these bytes. */
  private static final class Bytes implements WireIo {
    private final ByteBuffer bytes;

    Bytes(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes);
    }

    int taken() {
      return bytes.position();
    }

    @Override
    public int read(ByteBuffer into) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int length = Math.min(into.remaining(), bytes.remaining());
      into.put(bytes.slice(bytes.position(), length));
      bytes.position(bytes.position() + length);
      return length;
    }

    @Override
    public void write(ByteBuffer... buffers) {}

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
