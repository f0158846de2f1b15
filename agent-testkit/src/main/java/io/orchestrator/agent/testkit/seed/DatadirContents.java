package io.orchestrator.agent.testkit.seed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is in a data directory, in no use. */
final class DatadirContents {
  private DatadirContents() {}

  /** As the host does before a seed. */
  static void delete(Path datadir) throws IOException {
    List<Path> innermostFirst;
    try (Stream<Path> all = Files.walk(datadir)) {
      innermostFirst =
          all.filter(path -> !path.equals(datadir)).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : innermostFirst) {
      Files.delete(path);
    }
  }
}
