package io.orchestrator.agent.host.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that is wrong with the configuration, by the file it stands in. */
final class Mistakes {
  private final List<ConfigFile> files;
  private final Map<Path, Set<String>> byFile = new LinkedHashMap<>();

  /**
   * None yet.
   *
   * @param files those that were read, in which keys are looked for
   */
  Mistakes(List<ConfigFile> files) {
    this.files = files;
    files.forEach(file -> byFile.put(file.path(), new LinkedHashSet<>()));
  }

  void add(Path file, String mistake) {
    byFile.computeIfAbsent(file, path -> new LinkedHashSet<>()).add(mistake);
  }

  /** Puts it down to the last file that has the key, or to the last one of all. */
  void addForKey(String key, String mistake) {
    Path file = files.get(files.size() - 1).path();
    for (ConfigFile candidate : files) {
      if (candidate.values().containsKey(key)) {
        file = candidate.path();
      }
    }
    add(file, mistake);
  }

  /** All of them by file, one line each; empty if there are none. */
  Map<Path, List<String>> byFile() {
    Map<Path, List<String>> wrong = new LinkedHashMap<>();
    byFile.forEach(
        (file, mistakes) -> {
          if (!mistakes.isEmpty()) {
            wrong.put(file, List.copyOf(mistakes));
          }
        });
    return wrong;
  }

  /** Mistakes under the names of their files. */
  static String text(Map<Path, List<String>> byFile) {
    StringBuilder text = new StringBuilder();
    byFile.forEach(
        (file, mistakes) -> {
          text.append('\n').append(file).append(':');
          mistakes.forEach(mistake -> text.append("\n  * ").append(mistake));
        });
    return text.toString();
  }
}
