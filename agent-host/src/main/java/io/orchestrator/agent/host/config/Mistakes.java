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

  /** All of them under the names of their files; empty if there are none. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Path, Set<String>> file : byFile.entrySet()) {
      if (!file.getValue().isEmpty()) {
        text.append('\n').append(file.getKey()).append(':');
        file.getValue().forEach(mistake -> text.append("\n  * ").append(mistake));
      }
    }
    return text.toString();
  }
}
