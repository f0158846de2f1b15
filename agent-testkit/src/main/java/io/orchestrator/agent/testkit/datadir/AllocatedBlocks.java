package io.orchestrator.agent.testkit.datadir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How much disk space each file of a tree has. Java can't tell; GNU find can, in one process and,
 * with inodes instead of names, whatever the names are.
 */
final class AllocatedBlocks {
  private static final long LIMIT_MINUTES = 10;
  private static final int BLOCK = 512;

  private AllocatedBlocks() {}

  /** Bytes by {@code device:inode}. */
  static Map<String, Long> of(Path root) throws IOException, InterruptedException {
    Path output = Files.createTempFile("allocated-blocks", ".txt");
    try {
      find(root.toAbsolutePath(), output);
      Map<String, Long> bytes = new HashMap<>();
      try (Stream<String> lines = Files.lines(output)) {
        lines.forEach(
            line -> {
              int blank = line.indexOf(' ');
              bytes.put(
                  line.substring(0, blank),
                  Long.parseLong(line, blank + 1, line.length(), 10) * BLOCK);
            });
      }
      return bytes;
    } finally {
      Files.delete(output);
    }
  }

  private static void find(Path root, Path output) throws IOException, InterruptedException {
    Process find =
        new ProcessBuilder(List.of("find", root.toString(), "-printf", "%D:%i %b\n"))
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      if (!find.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("find took over " + LIMIT_MINUTES + " minutes on " + root);
      }
      if (find.exitValue() != 0) {
        throw new IOException("find exited with " + find.exitValue() + " on " + root);
      }
    } finally {
      find.destroyForcibly();
    }
  }
}
