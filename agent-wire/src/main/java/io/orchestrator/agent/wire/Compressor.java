package io.orchestrator.agent.wire;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Compresses the blocks of one lane, or leaves them: always, never, or where the time that it takes
 * is less than what it saves on the line. For one thread.
 */
final class Compressor {
  private static final int LEVEL = 1;

  /** Uncompressed blocks before one is compressed to see; more and more while it does not pay. */
  private static final int FIRST_PLAIN = 4;

  private static final int MOST_PLAIN = 256;

  /** Compressed blocks before some go uncompressed, to see what the line costs by now. */
  private static final int MOST_PACKED = 64;

  private final WireSettings.Compression when;
  private final ByteBuffer compressed;
  private final Rate line = new Rate();
  private final Rate packing = new Rate();
  private final Rate packed = new Rate();
  private boolean compressing;
  private int packedBlocks;
  private int plainBlocks;
  private int mostPlain = FIRST_PLAIN;

  Compressor(WireSettings.Compression when) {
    this.when = when;
    int most = when == WireSettings.Compression.OFF ? 0 : FrameHeader.MAX_BLOCK;
    this.compressed = ByteBuffer.allocateDirect((int) Zstd.compressBound(most));
    this.compressing = when == WireSettings.Compression.ON;
  }

  /** Should the next block be compressed? */
  boolean wants() {
    return compressing;
  }

  /**
   * The block compressed; empty if that is not much smaller.
   *
   * @param block outside of the heap
   */
  Optional<ByteBuffer> compress(ByteBuffer block) {
    long begun = System.nanoTime();
    compressed.clear();
    long size =
        Zstd.compressDirectByteBuffer(
            compressed,
            0,
            compressed.capacity(),
            block,
            block.position(),
            block.remaining(),
            LEVEL);
    boolean smaller = !Zstd.isError(size) && size < block.remaining() - block.remaining() / 16;
    compressed(block.remaining(), smaller ? size : block.remaining(), System.nanoTime() - begun);
    return smaller ? Optional.of(compressed.limit((int) size)) : Optional.empty();
  }

  /** So many bytes were compressed to so many, in this time. */
  void compressed(long bytes, long toBytes, long nanos) {
    packing.add(nanos, bytes);
    packed.add(toBytes, bytes);
  }

  /** So many bytes went to the line, compressed or not, in this time. */
  void sent(long bytes, long nanos) {
    if (when != WireSettings.Compression.AUTO) {
      return;
    }
    if (compressing) {
      packedBlocks++;
      compressing = paysOff() && packedBlocks < MOST_PACKED;
      mostPlain = paysOff() ? FIRST_PLAIN : Math.min(mostPlain + FIRST_PLAIN, MOST_PLAIN);
      plainBlocks = 0;
    } else {
      // Only these tell what the line costs: it empties its buffers while a block is compressed.
      line.add(nanos, bytes);
      plainBlocks++;
      compressing = plainBlocks >= mostPlain;
      packedBlocks = 0;
    }
  }

  private boolean paysOff() {
    return packing.value() + packed.value() * line.value() < line.value();
  }

  /** How much of something there is for each byte; the latest blocks count most. */
  private static final class Rate {
    private static final double FADING = 0.9;

    private double amount;
    private double bytes;

    void add(long moreAmount, long moreBytes) {
      amount = amount * FADING + (double) moreAmount;
      bytes = bytes * FADING + (double) moreBytes;
    }

    double value() {
      return bytes == 0 ? 0 : amount / bytes;
    }
  }
}
