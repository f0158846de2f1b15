package io.orchestrator.agent.testkit.seed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this process has open, as the kernel tells it. */
final class OpenDescriptors {
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int INODE = 9;

  private OpenDescriptors() {}

  /** Where its descriptors lead: paths, and words such as {@code socket:[123]}. */
  static Set<String> openFiles() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(OpenDescriptors::target)
          .flatMap(Optional::stream)
          .collect(Collectors.toSet());
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private static Optional<String> target(Path descriptor) {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor).toString());
    } catch (IOException closedMeanwhile) {
      return Optional.empty();
    }
  }

  /** Its TCP sockets with this port at either end, with their addresses. */
  static List<String> openAt(int port) throws IOException {
    Set<String> open = openFiles();
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    try (Stream<String> four = Files.lines(Path.of("/proc/self/net/tcp"));
        Stream<String> six = Files.lines(Path.of("/proc/self/net/tcp6"))) {
      return Stream.concat(four, six)
          .map(row -> row.strip().split("\\s+"))
          .filter(row -> row[LOCAL].endsWith(suffix) || row[REMOTE].endsWith(suffix))
          .filter(row -> open.contains("socket:[" + row[INODE] + "]"))
          .map(row -> row[LOCAL] + " to " + row[REMOTE])
          .toList();
    }
  }
}
