package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetFileTest {
  private static final int PAGE = Runs.PAGE;
  private static final int LONG = 40 * PAGE;

  private final Random random = new Random(3);

  @TempDir Path folder;

  @Test
  void writesWhateverPatternOfZerosThereIs() throws Exception {
    for (int round = 0; round < 100; round++) {
      byte[] content = content(1 + random.nextInt(12 * PAGE));
      for (int page = 0; page * PAGE < content.length; page++) {
        if (random.nextBoolean()) {
          int end = Math.min(content.length, (page + 1) * PAGE);
          Arrays.fill(content, page * PAGE, end, (byte) 0);
          content[end - 1] = (byte) random.nextInt(2);
        }
      }
      assertThat(written(content, round % 2 * 5)).as("round %d", round).isEqualTo(content);
    }
  }

  @Test
  void writesLongRunsWithHolesBetweenAndAnEndWithinAPage() throws Exception {
    byte[] content = content(3 * LONG + 77);
    Arrays.fill(content, LONG, LONG + PAGE, (byte) 0);

    assertThat(written(content, 0)).isEqualTo(content);
    assertThat(written(content, 5)).as("from memory that begins within a page").isEqualTo(content);
  }

  @Test
  void leavesHolesWhereThereAreZeros() throws Exception {
    byte[] content = new byte[4 * LONG];
    Arrays.fill(content, 0, LONG, (byte) 1);
    written(content, 0);

    assertThat(allocated()).isLessThan(2L * LONG);
  }

  private long allocated() throws Exception {
    Process du = new ProcessBuilder("du", "-B1", folder.resolve("file").toString()).start();
    String out = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Long.parseLong(out.substring(0, out.indexOf('\t')));
  }

  private byte[] content(int length) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    return content;
  }

  private byte[] written(byte[] content, int offset) throws Exception {
    Path path = folder.resolve("file");
    Files.deleteIfExists(path);
    ByteBuffer block =
        ByteBuffer.allocateDirect(content.length + offset + 2 * PAGE)
            .alignedSlice(PAGE)
            .position(offset)
            .put(content)
            .flip()
            .position(offset);
    try (TargetFile file = TargetFile.create(path)) {
      file.resize(content.length);
      assertThat(file.write(0, block)).isBetween(0, content.length);
      assertThat(block.hasRemaining()).isFalse();
    }
    return Files.readAllBytes(path);
  }
}
