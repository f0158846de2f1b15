package io.orchestrator.agent.testkit.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All that is in a folder. */
final class FolderEntries {
  private FolderEntries() {}

  /** Outermost first. */
  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !path.equals(folder)).sorted().toList();
    }
  }

  static void delete(Path folder) throws IOException {
    for (Path path : in(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(path);
    }
  }
}
