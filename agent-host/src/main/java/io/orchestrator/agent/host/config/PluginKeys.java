package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which plugins, and the settings of each. */
final class PluginKeys {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]+");
  private static final String ID_RULE = "plugin ids: letters, digits and any of . _ -";

  static final Setting<List<String>> ENABLED =
      Setting.texts("Plugins.Enabled", "Ids of the plugins to load")
          .withDefault(List.of("outbrain-lvm", "commands", "systemd", "netcat", "stream"));
  private static final Setting<List<String>> DISABLED =
      Setting.texts("Plugins.Disabled", "Ids not to load although they are enabled");
  private static final Setting<List<String>> DIRECTORIES =
      Setting.texts(
          "Plugins.Directories",
          "Further folders to look for plugins in, absolute; the distribution's own comes first");

  /** Its members are each plugin's business, so it is read apart; here for messages and docs. */
  static final Setting<Map<String, String>> SETTINGS =
      Setting.textsByName("Plugins.Settings", "Each plugin's own settings, an object by plugin id");

  private static final Setting<String> SERVICE =
      Setting.text(
          "ServiceManager",
          "The service manager that starts and stops MySQL; by default commands if"
              + " MySQLServiceStatusCommand is set, else one of ServiceManagerCandidates");
  static final Setting<List<String>> SERVICE_CANDIDATES =
      Setting.texts(
              "ServiceManagerCandidates",
              "Service managers of which the first that can work on this host serves where none is"
                  + " configured")
          .withDefault(List.of("systemd", "service"));

  private PluginKeys() {}

  static List<Setting<?>> all() {
    return List.of(ENABLED, DISABLED, DIRECTORIES, SETTINGS, SERVICE, SERVICE_CANDIDATES);
  }

  static PluginsConfig bind(
      Values values,
      Optional<Object> settings,
      Settings goAgentKeys,
      Path ownFolder,
      List<String> warnings) {
    List<String> disabled = values.texts(DISABLED);
    List<String> enabled =
        values.allMatching(ENABLED, ID, ID_RULE).stream()
            .filter(id -> disabled.stream().noneMatch(id::equalsIgnoreCase))
            .toList();
    Map<String, Settings> byId =
        settings.map(all -> settingsById(values, all, enabled, warnings)).orElse(Map.of());
    CommandKeys commands = CommandKeys.of(goAgentKeys, byId, enabled);
    return new PluginsConfig(
        enabled,
        disabled,
        directories(values, ownFolder),
        byId,
        goAgentKeys,
        values
            .find(SERVICE)
            .map(String::strip)
            .or(
                () ->
                    commands.has(GoAgentKeys.SERVICE_STATUS)
                        ? Optional.of(CommandKeys.PLUGIN)
                        : Optional.empty()),
        values.has(SERVICE),
        values.texts(SERVICE_CANDIDATES));
  }

  private static List<Path> directories(Values values, Path ownFolder) {
    List<Path> directories = new ArrayList<>(List.of(ownFolder));
    for (String text : values.texts(DIRECTORIES)) {
      try {
        Path directory = Path.of(text).normalize();
        if (directory.isAbsolute()) {
          directories.add(directory);
          continue;
        }
        values.mistake(
            DIRECTORIES, "Plugins.Directories has \"" + text + "\", but must have absolute paths");
      } catch (InvalidPathException wrong) {
        values.mistake(DIRECTORIES, "Plugins.Directories has a text that is not a path");
      }
    }
    return directories.stream().distinct().toList();
  }

  private static Map<String, Settings> settingsById(
      Values values, Object all, List<String> enabled, List<String> warnings) {
    Map<String, Settings> byId = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (!(all instanceof Map<?, ?> map)) {
      values.mistake(SETTINGS, "Plugins.Settings must be an object: plugin id to its settings");
      return byId;
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = String.valueOf(entry.getKey());
      if (!(entry.getValue() instanceof Map<?, ?> own)) {
        values.mistake(SETTINGS, "Plugins.Settings." + key + " must be an object of settings");
        continue;
      }
      if (enabled.stream().noneMatch(key::equalsIgnoreCase)) {
        warnings.add(
            "Plugins.Settings." + key + " is ignored: no plugin of that id is in Plugins.Enabled");
      }
      byId.put(key, Settings.of(texts(own)));
    }
    return byId;
  }

  private static Map<String, Object> texts(Map<?, ?> json) {
    Map<String, Object> typed = new LinkedHashMap<>();
    json.forEach((key, value) -> typed.put(String.valueOf(key), value));
    return typed;
  }
}
