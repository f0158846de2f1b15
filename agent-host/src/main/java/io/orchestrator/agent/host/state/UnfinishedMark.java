package io.orchestrator.agent.host.state;

import com.fasterxml.jackson.core.type.TypeReference;
import io.orchestrator.agent.host.config.AgentConfig;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which datadirs are unfinished: from the moment one is deleted until a seed into it has succeeded,
 * and post-copy with it if there is a command for it. MySQL is not started on them. A folder that
 * data was moved to may be marked as well, with what the datadir was marked with before.
 */
public final class UnfinishedMark {
  private final StateFile<Map<String, String>> file;

  @Inject
  public UnfinishedMark(AgentConfig config) {
    this.file =
        new StateFile<>(
            config.stateDirectory().resolve("unfinished.json"), new TypeReference<>() {});
  }

  /** Why it is unfinished; empty if it is not. */
  public synchronized Optional<String> reason(Path datadir) {
    return Optional.ofNullable(marks().get(key(datadir)));
  }

  /** The marked datadirs, with why each is unfinished. */
  public synchronized Map<Path, String> all() {
    Map<Path, String> all = new TreeMap<>();
    marks().forEach((datadir, reason) -> all.put(Path.of(datadir), reason));
    return all;
  }

  /**
   * Marks it, or replaces the reason.
   *
   * @param reason completes "The datadir is unfinished: …"
   */
  public synchronized void set(Path datadir, String reason) {
    Map<String, String> marks = new TreeMap<>(marks());
    marks.put(key(datadir), reason);
    file.write(marks);
  }

  /** Its data is good. */
  public synchronized void clear(Path datadir) {
    Map<String, String> marks = new TreeMap<>(marks());
    if (marks.remove(key(datadir)) != null) {
      file.write(marks);
    }
  }

  /**
   * Changes the mark only if it is what it is taken for, so that nobody else's is lost.
   *
   * @param expected the reason now; empty for no mark
   * @param next the reason from now on; empty for no mark
   * @return whether it was changed
   */
  public synchronized boolean replace(
      Path datadir, Optional<String> expected, Optional<String> next) {
    if (!reason(datadir).equals(expected)) {
      return false;
    }
    if (next.isPresent()) {
      set(datadir, next.get());
    } else {
      clear(datadir);
    }
    return true;
  }

  /** The name by which it is marked: one folder may have several, by links and mounts. */
  private String key(Path datadir) {
    String name = datadir.toString();
    Map<String, String> marks = marks();
    return marks.containsKey(name)
        ? name
        : marks.keySet().stream()
            .filter(marked -> isSame(Path.of(marked), datadir))
            .findFirst()
            .orElse(name);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException gone) {
      return false;
    }
  }

  private Map<String, String> marks() {
    return file.read().orElse(Map.of());
  }
}
