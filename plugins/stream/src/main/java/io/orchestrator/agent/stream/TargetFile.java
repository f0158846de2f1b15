package io.orchestrator.agent.stream;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of the datadir that is written to, by several threads at once. Zeros are left out: the
 * rest of a new file is a hole, and reads as zeros. Long runs go past the page cache: copying into
 * it is what costs most at the target, and nobody would read it there.
 */
class TargetFile implements Closeable {
  /** Short runs, and many in one part, are quicker in the page cache. */
  private static final int LEAST_PAST = 128 * 1024;

  private static final int MOST_PAST = 8;

  private final FileChannel file;
  private final PastCache pastCache;

  TargetFile(Path path, FileChannel file) {
    this.file = file;
    this.pastCache = new PastCache(path);
  }

  /** A new one; see {@link NewFiles#create}. */
  static TargetFile create(Path path) throws IOException {
    return new TargetFile(path, NewFiles.create(path));
  }

  /** Creates a short one with all of its content. */
  static void createWhole(Path path, ByteBuffer content) throws IOException {
    try (TargetFile file = create(path)) {
      List<Runs.Run> runs = Runs.of(content);
      int size = content.remaining();
      if (runs.isEmpty() || runs.get(runs.size() - 1).to() < size) {
        file.resize(size);
      }
      int unused = file.write(0, content, runs);
    }
  }

  /** One that was created before. */
  static TargetFile reopen(Path path) throws IOException {
    return new TargetFile(path, NewFiles.reopen(path));
  }

  /** Cuts it, or makes it longer by a hole. */
  void resize(long size) throws IOException {
    if (file.size() < size) {
      // Java can make a file longer only by a byte at its end.
      writeAll(ByteBuffer.allocate(1), size - 1);
    } else {
      FileChannel unused = file.truncate(size);
    }
  }

  /**
   * Writes a part of the file.
   *
   * @param position a multiple of the page's size
   * @return how many bytes are in the page cache only
   */
  int write(long position, ByteBuffer bytes) throws IOException {
    return write(position, bytes, Runs.of(bytes));
  }

  private int write(long position, ByteBuffer bytes, List<Runs.Run> runs) throws IOException {
    int begin = bytes.position();
    int cached = 0;
    for (Runs.Run run : runs) {
      ByteBuffer content = bytes.duplicate().limit(begin + run.to()).position(begin + run.from());
      long at = position + run.from();
      if (run.length() >= LEAST_PAST && runs.size() <= MOST_PAST) {
        at += pastCache.write(content, at);
      }
      cached += content.remaining();
      writeAll(content, at);
    }
    bytes.position(bytes.limit());
    return cached;
  }

  /**
   * Writes a part of a file that has some content.
   *
   * @param bytes empty if it is nothing but zeros
   * @return how many bytes are in the page cache only
   */
  int overwrite(long position, int length, ByteBuffer bytes) throws IOException {
    Overwriting.write(file, position, length, bytes);
    return length;
  }

  private void writeAll(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  /** Brings to disk what is in the page cache. */
  void force() throws IOException {
    file.force(false);
  }

  @Override
  public void close() throws IOException {
    try (file) {
      pastCache.close();
    }
  }
}
