package io.orchestrator.agent.host.cli;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.host.config.PluginsConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A setting of a plugin.
 *
 * @param type the rule for its values
 * @param defaultValue empty if it has none
 * @param value what it is now; empty if it is not set or wrong
 * @param source where the value comes from: the key in the configuration, or "default"; empty if it
 *     is not set
 * @param problem what is wrong with it; empty if nothing is
 */
record SettingView(
    String name,
    String type,
    boolean required,
    String defaultValue,
    String description,
    String value,
    String source,
    String problem) {
  static <T> SettingView of(String pluginId, Setting<T> setting, PluginsConfig config) {
    Settings own = config.settings().getOrDefault(pluginId, Settings.none());
    Settings all = own.orElse(config.goAgentKeys(), List.of(setting));
    String value = "";
    String problem = "";
    try {
      value = all.find(setting).map(setting::format).orElse("");
      problem = value.isEmpty() && setting.required() ? setting.name() + " is not set" : "";
    } catch (AgentException wrong) {
      problem = wrong.getMessage();
    }
    return new SettingView(
        setting.name(),
        setting.type(),
        setting.required(),
        setting.defaultValue().map(setting::format).orElse(""),
        setting.description(),
        value,
        source(pluginId, setting, own, config.goAgentKeys()),
        problem);
  }

  private static String source(
      String pluginId, Setting<?> setting, Settings own, Settings goAgentKeys) {
    if (own.has(setting)) {
      return "Plugins.Settings." + pluginId;
    }
    if (goAgentKeys.has(setting)) {
      return "the key " + setting.name();
    }
    return setting.defaultValue().isPresent() ? "default" : "";
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    String now = value.isEmpty() ? "not set" : value;
    lines.add(
        problem.isEmpty()
            ? "  " + name + ": " + now + (source.isEmpty() ? "" : " (" + source + ")")
            : "  " + name + ": wrong: " + problem);
    String rule = required ? ", required" : "";
    String usual = defaultValue.isEmpty() ? "" : ", by default " + defaultValue;
    lines.addAll(Wrapped.lines("      ", type + rule + usual));
    lines.addAll(Wrapped.lines("      ", description));
    return lines;
  }
}
