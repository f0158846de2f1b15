package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of the plugin commands, which may stand in either place.
 *
 * @param topLevel where the Go agent has them
 * @param own among the settings of the plugin
 */
record CommandKeys(Settings topLevel, Settings own) {
  /** The id of the plugin, and the name of its service manager and its transport. */
  static final String PLUGIN = "commands";

  /** Those of a configuration; the plugin's own settings count only if it is enabled. */
  static CommandKeys of(Settings topLevel, Map<String, Settings> byId, List<String> enabled) {
    boolean used = enabled.stream().anyMatch(PLUGIN::equalsIgnoreCase);
    return new CommandKeys(
        topLevel, used ? byId.getOrDefault(PLUGIN, Settings.none()) : Settings.none());
  }

  <T> Optional<T> find(Setting<T> setting) {
    return own.find(setting).or(() -> topLevel.find(setting));
  }

  boolean has(Setting<?> setting) {
    return topLevel.has(setting) || own.has(setting);
  }
}
