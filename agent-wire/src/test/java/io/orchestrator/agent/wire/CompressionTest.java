package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.wire.WireSettings.Compression;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CompressionTest {
  private static final int BLOCK = 64 << 10;
  private static final int BLOCKS = 640;
  private static final int SIZE = BLOCK * BLOCKS;

  /** Slow enough that what is smaller is faster, on any machine. */
  private static final long SLOW = 8 << 20;

  private static final long UNLIMITED = 0;

  @TempDir Path folder;

  @Test
  void autoMakesCompressibleBlocksTravelShorter() throws Exception {
    assertThat(travelled(Compression.AUTO, compressible(), SLOW)).isLessThan(SIZE / 4 * 3);
  }

  @Test
  void autoLeavesIncompressibleBlocks() throws Exception {
    assertThat(travelled(Compression.AUTO, incompressible(), UNLIMITED)).isGreaterThan(SIZE);
  }

  @Test
  void onMakesEachCompressibleBlockTravelShorter() throws Exception {
    assertThat(travelled(Compression.ON, compressible(), UNLIMITED)).isLessThan(SIZE / 3);
  }

  @Test
  void onLeavesABlockThatWouldNotGetSmaller() {
    Compressor compressor = new Compressor(Compression.ON);
    assertThat(compressor.wants()).isTrue();
    assertThat(compressor.compress(block(incompressible()))).isEmpty();
    assertThat(compressor.compress(block(compressible())))
        .hasValueSatisfying(packed -> assertThat(packed.remaining()).isLessThan(BLOCK / 2));
  }

  private static ByteBuffer block(byte[] bytes) {
    return ByteBuffer.allocateDirect(BLOCK).put(bytes, 0, BLOCK).flip();
  }

  @Test
  void offNeverCompresses() throws Exception {
    assertThat(travelled(Compression.OFF, compressible(), UNLIMITED)).isGreaterThan(SIZE);
    Compressor compressor = new Compressor(Compression.OFF);
    for (int block = 0; block < 1000; block++) {
      assertThat(compressor.wants()).isFalse();
      compressor.sent(BLOCK, TimeUnit.SECONDS.toNanos(1));
    }
  }

  @Test
  void autoLeavesBlocksThatTakeLongerToCompressThanTheySave() {
    assertThat(compressedOf(1000, 2_000_000, 1_000_000)).isBetween(1, 25);
  }

  @Test
  void autoCompressesBlocksThatSaveMoreThanTheyTake() {
    assertThat(compressedOf(1000, 300_000, 1_000_000)).isBetween(900, 999);
  }

  @Test
  void autoIsNotDeceivedByALineThatTakesBlocksInSpurts() {
    Compressor compressor = new Compressor(Compression.AUTO);
    int compressed = 0;
    for (int block = 0; block < 1000; block++) {
      boolean packs = compressor.wants();
      if (packs) {
        compressed++;
        compressor.compressed(BLOCK, BLOCK / 4, 500_000);
      }
      compressor.sent(packs ? BLOCK / 4 : BLOCK, block % 16 == 15 ? 60_000_000 : 1_000);
    }
    assertThat(compressed).isGreaterThan(900);
  }

  @Test
  void autoIsNotDeceivedByALineThatEmptiesItsBuffersMeanwhile() {
    Compressor compressor = new Compressor(Compression.AUTO);
    long line = 30;
    long buffered = 0;
    int compressed = 0;
    for (int block = 0; block < 1000; block++) {
      boolean packs = compressor.wants();
      long packing = packs ? 10L * BLOCK : BLOCK;
      long sent = packs ? BLOCK / 3 : BLOCK;
      if (packs) {
        compressed++;
        compressor.compressed(BLOCK, sent, packing);
      }
      buffered = Math.max(0, buffered - packing / line) + sent;
      long blocked = Math.max(0, buffered - 4 * BLOCK) * line;
      buffered = Math.min(buffered, 4 * BLOCK);
      compressor.sent(sent, blocked);
    }
    assertThat(compressed).isGreaterThan(900);
  }

  /**
   * How many of so many blocks, on a line that takes this long for each, get compressed to half.
   */
  private static int compressedOf(int blocks, long packingNanos, long lineNanos) {
    Compressor compressor = new Compressor(Compression.AUTO);
    int compressed = 0;
    for (int block = 0; block < blocks; block++) {
      boolean packs = compressor.wants();
      if (packs) {
        compressed++;
        compressor.compressed(BLOCK, BLOCK / 2, packingNanos);
      }
      compressor.sent(packs ? BLOCK / 2 : BLOCK, packs ? lineNanos / 2 : lineNanos);
    }
    return compressed;
  }

  private static byte[] incompressible() {
    byte[] bytes = new byte[SIZE];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  /** Six of eight bytes are the same. */
  private static byte[] compressible() {
    byte[] bytes = incompressible();
    for (int at = 0; at < SIZE; at++) {
      bytes[at] = at % 8 < 6 ? (byte) 'x' : bytes[at];
    }
    return bytes;
  }

  /** How many bytes have gone to the receiver, which has got them right. */
  private long travelled(Compression compression, byte[] content, long rate) throws Exception {
    Path source = Files.write(folder.resolve("source"), content);
    Path copy = folder.resolve("copy");
    try (WirePair pair = new WirePair(WirePair.settings());
        Relay relay = new Relay(pair.port());
        SendingSession sender =
            SendingSession.connect(
                WirePair.settings(compression),
                new RateLimit(rate),
                "127.0.0.1",
                relay.port(),
                WirePair.SEED,
                "stream",
                WirePair.LIMIT);
        FileChannel out =
            FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      pair.receiver().receiveBlocks(new CollectingSink(out));
      for (int position = 0; position < SIZE; position += BLOCK) {
        sender.sendFile(1, position, BLOCK, source);
      }
      sender.awaitDelivered();
      assertThat(Files.mismatch(source, copy)).isEqualTo(-1);
      return relay.bytesToReceiver();
    }
  }
}
