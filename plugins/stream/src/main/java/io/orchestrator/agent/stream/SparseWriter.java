package io.orchestrator.agent.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes what is not zeros: the rest of a new file is a hole, and reads as zeros. */
final class SparseWriter {
  private static final int PAGE = 4096;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(PAGE).asReadOnlyBuffer();

  private SparseWriter() {}

  /**
   * Writes a part of a file.
   *
   * @param position a multiple of the page's size
   */
  static void write(FileChannel file, long position, ByteBuffer bytes) throws IOException {
    int begin = bytes.position();
    int end = bytes.limit();
    int from = begin;
    for (int at = begin; at < end; at += PAGE) {
      int length = Math.min(PAGE, end - at);
      if (isZeros(bytes, at, length)) {
        writeRun(file, position + from - begin, bytes, from, at);
        from = at + length;
      }
    }
    writeRun(file, position + from - begin, bytes, from, end);
    bytes.position(end);
  }

  private static boolean isZeros(ByteBuffer bytes, int at, int length) {
    boolean first = length >= Long.BYTES ? bytes.getLong(at) == 0 : bytes.get(at) == 0;
    return first && bytes.slice(at, length).mismatch(ZEROS.slice(0, length)) < 0;
  }

  private static void writeRun(FileChannel file, long position, ByteBuffer bytes, int from, int to)
      throws IOException {
    if (from < to) {
      ByteBuffer run = bytes.duplicate().limit(to).position(from);
      long at = position;
      while (run.hasRemaining()) {
        at += file.write(run, at);
      }
    }
  }

  /** Gives a new file its size, whatever is written to it later. */
  static void setSize(FileChannel file, long size) throws IOException {
    while (file.write(ByteBuffer.allocate(1), size - 1) == 0) {
      Thread.onSpinWait();
    }
  }
}
