package io.orchestrator.agent.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Writes the blocks of one lane: files without copying where that is possible. For one thread. */
final class BlockWriter implements AutoCloseable {
  private static final int SLICE = 128 << 10;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(SLICE).asReadOnlyBuffer();

  private final RateLimit rate;
  private final Compressor compressor;
  private final SourceFile source = new SourceFile();

  /** The block that is being written, unless it is outside of the heap already. */
  private final ByteBuffer read = ByteBuffer.allocateDirect(FrameHeader.MAX_BLOCK);

  BlockWriter(RateLimit rate, Compressor compressor) {
    this.rate = rate;
    this.compressor = compressor;
  }

  /**
   * Writes one.
   *
   * @throws SourceFileException if its file can't be read
   */
  void write(OutBlock block, Link link) throws IOException, InterruptedException {
    if (block instanceof OutBlock.Bytes bytes) {
      writeBytes(block, direct(bytes.bytes()), link);
    } else if (block instanceof OutBlock.Made made) {
      writeBytes(block, content(made), link);
    } else if (block instanceof OutBlock.FilePart part) {
      boolean asItIs = link.io().sendsFiles() && !compressor.wants();
      CRC32C crc = new CRC32C();
      boolean zeros = read(part, asItIs ? crc::update : slice -> {});
      if (zeros) {
        link.write(header(part, FrameHeader.ZEROS, 0));
      } else if (asItIs) {
        writeFile(part, crc, link);
      } else {
        writeBytes(part, read.flip(), link);
      }
    }
  }

  /**
   * Reads a part of a file by slices: what was just read is still in the processor's cache.
   *
   * @return whether it is nothing but zeros
   */
  private boolean read(OutBlock.FilePart part, Consumer<ByteBuffer> slices) throws IOException {
    source.open(part.file());
    boolean zeros = true;
    read.clear();
    while (read.position() < part.length()) {
      int begin = read.position();
      read.limit(Math.min(begin + SLICE, part.length()));
      source.read(part.position() + begin, read);
      ByteBuffer slice = read.duplicate().position(begin);
      zeros &= slice.equals(ZEROS.duplicate().limit(slice.remaining()));
      slices.accept(slice);
    }
    return zeros;
  }

  /** From the heap the JDK would copy it too, into a buffer that each thread then keeps. */
  private ByteBuffer direct(ByteBuffer bytes) {
    return bytes.isDirect() ? bytes.duplicate() : read.clear().put(bytes.duplicate()).flip();
  }

  private ByteBuffer content(OutBlock.Made block) throws IOException, InterruptedException {
    ByteBuffer into = read.clear().slice(0, block.length());
    try {
      block.content().write(into);
    } catch (IOException e) {
      throw SourceFileException.unmade(e);
    }
    if (into.hasRemaining() || into.limit() < block.length()) {
      throw new SourceFileException(
          "a block of " + block.length() + " bytes was made of " + into.position());
    }
    return into.flip();
  }

  private static FrameHeader header(OutBlock block, int flags, int length) {
    return new FrameHeader(
        FrameType.BLOCK, flags, length, block.id(), block.position(), block.length());
  }

  private void writeBytes(OutBlock block, ByteBuffer bytes, Link link)
      throws IOException, InterruptedException {
    Optional<ByteBuffer> packed =
        compressor.wants() ? compressor.compress(bytes) : Optional.empty();
    ByteBuffer sent = packed.orElse(bytes);
    int length = sent.remaining();
    long begun = System.nanoTime();
    rate.take(length);
    link.write(header(block, packed.isPresent() ? FrameHeader.ZSTD : 0, length), sent);
    compressor.sent(length, System.nanoTime() - begun);
  }

  /** What was read was only looked at: the kernel sends the file itself. */
  private void writeFile(OutBlock.FilePart part, CRC32C crc, Link link)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    rate.take(part.length());
    link.write(
        header(part, 0, part.length()),
        io -> {
          if (io.writeFile(source.channel(), part.position(), part.length()) != part.length()) {
            throw source.shorter();
          }
        },
        crc);
    compressor.sent(part.length(), System.nanoTime() - begun);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
