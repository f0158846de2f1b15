package io.orchestrator.agent.stream;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes into a file that has some content: only where it differs, zeros too. */
final class Overwriting {
  private Overwriting() {}

  /**
   * Writes a part of a file that is long enough.
   *
   * @param bytes the part; empty if it is nothing but zeros
   */
  static void write(FileChannel file, long position, int length, ByteBuffer bytes)
      throws IOException {
    ByteBuffer wanted = bytes.hasRemaining() ? bytes : ByteBuffer.allocate(length);
    ByteBuffer there = ByteBuffer.allocate(Chunks.CHUNK);
    for (int chunk = 0; chunk < Chunks.count(length); chunk++) {
      ByteBuffer piece = Chunks.of(wanted, chunk);
      long at = position + (long) chunk * Chunks.CHUNK;
      read(file, at, there.clear().limit(piece.remaining()));
      if (!there.equals(piece)) {
        write(file, at, piece);
      }
    }
    bytes.position(bytes.limit());
  }

  private static void read(FileChannel file, long position, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (file.read(into, position + into.position()) < 0) {
        throw new EOFException("it has been shortened");
      }
    }
    ByteBuffer unused = into.flip();
  }

  private static void write(FileChannel file, long position, ByteBuffer bytes) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }
}
