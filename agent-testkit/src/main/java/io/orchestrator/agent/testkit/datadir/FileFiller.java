package io.orchestrator.agent.testkit.datadir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** Writes one file's bytes, the same for the same random numbers. */
final class FileFiller {
  private static final int BLOCK = 1 << 20;

  private final ByteBuffer buffer = ByteBuffer.allocate(BLOCK);

  void write(Path path, long size, Filling filling, SplittableRandom random) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      switch (filling) {
        case COMPRESSIBLE -> range(file, 0, size, true, random);
        case INCOMPRESSIBLE -> range(file, 0, size, false, random);
        case HOLE_FIRST -> range(file, size - size / 8, size, false, random);
        case HOLE_IN_THE_MIDDLE -> {
          range(file, 0, size / 8, false, random);
          range(file, size - size / 8, size, false, random);
        }
        case HOLE_LAST -> {
          range(file, 0, size / 8, false, random);
          makeLonger(path, size);
        }
        case HOLE_ONLY -> makeLonger(path, size);
      }
    }
  }

  private void range(FileChannel file, long from, long to, boolean text, SplittableRandom random)
      throws IOException {
    file.position(from);
    for (long left = to - from; left > 0; ) {
      buffer.clear();
      if (text) {
        rows(random);
      } else {
        noise(random);
      }
      buffer.flip().limit((int) Math.min(left, buffer.limit()));
      while (buffer.hasRemaining()) {
        left -= file.write(buffer);
      }
    }
  }

  /** The end becomes a hole. */
  private static void makeLonger(Path path, long size) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
    }
  }

  private void noise(SplittableRandom random) {
    while (buffer.hasRemaining()) {
      buffer.putLong(random.nextLong());
    }
  }

  private void rows(SplittableRandom random) {
    String customer = Long.toHexString(random.nextLong());
    byte[] row =
        ("customer " + customer + ", order shipped, no complaints, zero zero zero zero\n")
            .getBytes(StandardCharsets.UTF_8);
    for (int count = 0; buffer.remaining() > row.length + Integer.BYTES; count++) {
      buffer.putInt(count).put(row);
    }
  }
}
