package io.orchestrator.agent.host.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * One file that was read.
 *
 * @param path where it is
 * @param values by key without regard to case; the members of {@code Plugins} stand beside the
 *     other keys, as {@code Plugins.Enabled} and so on
 */
record ConfigFile(Path path, Map<String, Object> values) {
  static ConfigFile of(Path path, Map<String, Object> json) {
    Map<String, Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    values.putAll(json);
    if (values.get("Plugins") instanceof Map<?, ?> plugins) {
      values.remove("Plugins");
      plugins.forEach((key, value) -> values.put("Plugins." + key, value));
    }
    return new ConfigFile(path, values);
  }
}
