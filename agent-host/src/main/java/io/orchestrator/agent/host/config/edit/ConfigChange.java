package io.orchestrator.agent.host.config.edit;

import io.orchestrator.agent.host.config.ConfigFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A change of the configuration that is not written yet.
 *
 * @param result the configuration as it would be, to be read and checked
 * @param texts of each file that changes
 */
public record ConfigChange(ConfigFiles result, Map<Path, Texts> texts) {
  /**
   * A file's text.
   *
   * @param before what was read
   * @param after what it is to be
   */
  public record Texts(String before, String after) {}

  /** The files that change. */
  public List<Path> files() {
    return List.copyOf(texts.keySet());
  }

  /**
   * Writes it.
   *
   * @throws io.orchestrator.agent.api.AgentException if a file can't be replaced, or is not as it
   *     was read; all are written beside their files first, so that none has been changed then,
   *     unless it is the renaming that failed
   */
  public void write() throws InterruptedException {
    List<FileReplacement> ready = new ArrayList<>();
    try {
      for (Map.Entry<Path, Texts> changed : texts.entrySet()) {
        Texts text = changed.getValue();
        ready.add(FileReplacement.prepare(changed.getKey(), text.before(), text.after()));
      }
      ready.forEach(FileReplacement::move);
    } finally {
      ready.forEach(FileReplacement::cleanUp);
    }
  }
}
