package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.wire.WireSender;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Sends files of which the target has something: of their parts only what it lacks. */
final class PatchedFiles {
  /** Parts to a block: enough that headers don't matter, and so few that progress is seen. */
  private static final int MOST_PARTS = 16;

  private final WireSender wire;
  private final Offers offers;
  private final Progress progress;
  private final Chunks chunks = new Chunks();
  private final ByteBuffer part = ByteBuffer.allocate(Blocks.PART);
  private ByteBuffer block = ByteBuffer.allocate(Blocks.PART);
  private int parts;
  private long blocks;

  PatchedFiles(WireSender wire, Offers offers, Progress progress) {
    this.wire = wire;
    this.offers = offers;
    this.progress = progress;
  }

  void send(int number, Entry entry, Path file) throws IOException, InterruptedException {
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      for (long at = 0; at < entry.size(); at += Blocks.PART) {
        int length = Blocks.partLength(entry.size(), at);
        read(in, at, length);
        Patch patch = compare(number, (int) (at / Blocks.PART), offers.nextPart());
        if (patch.equal() == 0) {
          wire.sendFile(number, at, length, file);
        } else {
          add(patch);
        }
        progress.content(length, at + length == entry.size() ? 1 : 0);
      }
    }
  }

  private void read(FileChannel in, long position, int length) throws IOException {
    part.clear().limit(length);
    while (part.hasRemaining()) {
      if (in.read(part, position + part.position()) < 0) {
        throw new EOFException("it has shrunk while it was sent");
      }
    }
    part.flip();
  }

  private Patch compare(int number, int partNumber, byte[] hashes) {
    int equal = 0;
    int zeros = 0;
    for (int chunk = 0; chunk < Chunks.count(part.limit()); chunk++) {
      ByteBuffer bytes = Chunks.of(part, chunk);
      if (Chunks.isZeros(bytes)) {
        zeros |= 1 << chunk;
      } else if (isKnown(bytes, hashes, chunk * Chunks.HASH)) {
        equal |= 1 << chunk;
      }
    }
    int checksum = equal == 0 ? 0 : Patch.checksum(part);
    return new Patch(number, partNumber, equal, zeros, checksum);
  }

  private boolean isKnown(ByteBuffer bytes, byte[] hashes, int at) {
    if (at >= hashes.length) {
      return false;
    }
    byte[] theirs = Arrays.copyOfRange(hashes, at, at + Chunks.HASH);
    return !Arrays.equals(theirs, Chunks.NOTHING) && Arrays.equals(theirs, chunks.hash(bytes));
  }

  private void add(Patch patch) throws InterruptedException {
    if (parts == MOST_PARTS || block.remaining() < Patch.HEADER + part.limit()) {
      flush();
    }
    patch.write(block);
    for (int chunk = 0; chunk < Chunks.count(part.limit()); chunk++) {
      ByteBuffer bytes = Chunks.of(part, chunk);
      if (patch.isEqual(chunk)) {
        progress.reused(bytes.remaining());
      } else if (!patch.isZeros(chunk)) {
        block.put(bytes);
      }
    }
    parts++;
  }

  /** Sends what has gathered. */
  void flush() throws InterruptedException {
    if (parts > 0) {
      wire.sendBytes(Blocks.PATCHED, blocks, block.flip());
      block = ByteBuffer.allocate(Blocks.PART);
      parts = 0;
      blocks++;
    }
  }
}
