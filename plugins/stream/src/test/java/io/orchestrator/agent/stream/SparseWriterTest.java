package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseWriterTest {
  private static final int PAGE = 4096;

  @TempDir Path folder;

  @Test
  void writesWhateverPatternOfZerosThereIs() throws Exception {
    Random random = new Random(3);
    for (int round = 0; round < 100; round++) {
      byte[] content = new byte[1 + random.nextInt(12 * PAGE)];
      random.nextBytes(content);
      for (int page = 0; page * PAGE < content.length; page++) {
        if (random.nextBoolean()) {
          int end = Math.min(content.length, (page + 1) * PAGE);
          Arrays.fill(content, page * PAGE, end, (byte) 0);
          content[end - 1] = (byte) random.nextInt(2);
        }
      }
      assertThat(written(content)).as("round %d", round).isEqualTo(content);
    }
  }

  private byte[] written(byte[] content) throws Exception {
    Path path = folder.resolve("file");
    Files.deleteIfExists(path);
    ByteBuffer block = ByteBuffer.allocate(content.length + 5).position(5).put(content).flip();
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      SparseWriter.setSize(file, content.length);
      SparseWriter.write(file, 0, block.position(5));
    }
    return Files.readAllBytes(path);
  }
}
