package io.orchestrator.agent.wire;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Compresses the blocks of one lane, or leaves them: always, never, or whichever moves more bytes a
 * second. For one thread.
 */
final class Compressor {
  private static final int LEVEL = 1;

  /** Blocks before a trial of the other way; more and more while the trials change nothing. */
  private static final int FIRST_STEADY = 4;

  private static final int MOST_STEADY = 1024;

  /** Blocks in a trial. */
  private static final int TRIAL = 3;

  private final WireSettings.Compression when;
  private ByteBuffer raw = ByteBuffer.allocate(0);
  private final ByteBuffer compressed;
  private final Speed plain = new Speed();
  private final Speed packed = new Speed();
  private boolean compressing;
  private boolean triedNow;
  private int blocks;
  private int steady = FIRST_STEADY;

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

  /** The block compressed; empty if that is not much smaller. */
  Optional<ByteBuffer> compress(ByteBuffer block) {
    ByteBuffer source = block.isDirect() ? block : copied(block);
    compressed.clear();
    long size =
        Zstd.compressDirectByteBuffer(
            compressed,
            0,
            compressed.capacity(),
            source,
            source.position(),
            source.remaining(),
            LEVEL);
    if (Zstd.isError(size) || size >= block.remaining() - block.remaining() / 16) {
      return Optional.empty();
    }
    return Optional.of(compressed.limit((int) size));
  }

  private ByteBuffer copied(ByteBuffer block) {
    if (raw.capacity() == 0) {
      raw = ByteBuffer.allocateDirect(FrameHeader.MAX_BLOCK);
    }
    return raw.clear().put(block.duplicate()).flip();
  }

  /** A block of so many bytes, uncompressed, took so long to be compressed and written. */
  void sent(int bytes, long nanos) {
    if (when != WireSettings.Compression.AUTO) {
      return;
    }
    (compressing ? packed : plain).add(bytes, nanos);
    blocks++;
    if (triedNow && blocks >= TRIAL) {
      compressing = packed.bytesPerSecond() > plain.bytesPerSecond();
      steady = Math.min(2 * steady, MOST_STEADY);
      triedNow = false;
      blocks = 0;
    } else if (!triedNow && blocks >= steady) {
      compressing = !compressing;
      (compressing ? packed : plain).forget();
      triedNow = true;
      blocks = 0;
    }
  }

  /** Bytes and time of the latest blocks. */
  private static final class Speed {
    private double bytes;
    private double nanos = 1;

    void add(int moreBytes, long moreNanos) {
      bytes = bytes * 0.9 + moreBytes;
      nanos = nanos * 0.9 + moreNanos;
    }

    void forget() {
      bytes = 0;
      nanos = 1;
    }

    double bytesPerSecond() {
      return bytes / nanos;
    }
  }
}
