package io.orchestrator.agent.host.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One file that was read.
 *
 * @param path where it is
 * @param values by key without regard to case; the members of {@code Plugins} stand beside the
 *     other keys, as {@code Plugins.Enabled} and so on
 * @param twice keys that it has more than once, one line each
 */
record ConfigFile(Path path, Map<String, Object> values, List<String> twice) {
  static ConfigFile of(Path path, ConfigJson.Content json) {
    Map<String, Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    values.putAll(json.values());
    if (values.get("Plugins") instanceof Map<?, ?> plugins) {
      values.remove("Plugins");
      plugins.forEach((key, value) -> values.put("Plugins." + key, value));
    }
    return new ConfigFile(path, values, json.twice());
  }
}
