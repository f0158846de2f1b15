package io.orchestrator.agent.testkit.seed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file that is larger than 32 bits can count and takes next to no space. */
final class HugeFile {
  static final long SIZE = (4L << 30) + (1 << 20) + 7;

  /** Bytes of it before and behind 4 GiB, among others. */
  private static final List<Long> PLACES =
      List.of(0L, (2L << 30) - 8, (4L << 30) - 8, (4L << 30) + 500_000, SIZE - 16);

  /** File systems may round what they allocate. */
  private static final long SLACK = 1 << 20;

  private static final int BLOCK = 512;

  private final String name;

  HugeFile(String name) {
    this.name = name;
  }

  void write(Path folder) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            folder.resolve(name),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      for (long place : PLACES) {
        file.write(ByteBuffer.wrap(text(place)), place);
      }
    }
  }

  /** In words. The holes are told by the space that the copy takes, and not read. */
  List<String> differences(Path original, Path copy) throws IOException, InterruptedException {
    Path file = copy.resolve(name);
    List<String> found = new ArrayList<>();
    if (Files.size(file) != SIZE) {
      found.add("it has " + Files.size(file) + " bytes");
    }
    long allocated = allocated(file);
    if (allocated > allocated(original.resolve(name)) + SLACK) {
      found.add("it takes " + allocated + " bytes on disk: its holes were filled");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      for (long place : PLACES) {
        ByteBuffer read = ByteBuffer.allocate(text(place).length);
        channel.read(read, place);
        if (!read.flip().equals(ByteBuffer.wrap(text(place)))) {
          found.add("other bytes are at offset " + place);
        }
      }
    }
    return found;
  }

  private static long allocated(Path file) throws IOException, InterruptedException {
    Process stat = new ProcessBuilder("stat", "--format=%b", file.toString()).start();
    try {
      String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return Long.parseLong(blocks.strip()) * BLOCK;
    } finally {
      stat.waitFor();
    }
  }

  private static byte[] text(long place) {
    return String.format("%016x", place).getBytes(StandardCharsets.US_ASCII);
  }
}
