package io.orchestrator.agent.host.config.edit;

import io.orchestrator.agent.host.config.ConfigFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Switches plugins on and off in the texts of the configuration's files. */
public final class PluginSwitches {
  private final ConfigFiles files;
  private final List<String> enabledByDefault;

  /**
   * For these files, which must be good JSON.
   *
   * @param enabledByDefault what is enabled where no file says what is
   */
  public PluginSwitches(ConfigFiles files, List<String> enabledByDefault) {
    this.files = files;
    this.enabledByDefault = List.copyOf(enabledByDefault);
  }

  /** The change that enables these. */
  public ConfigChange enable(List<String> ids) {
    Map<Path, String> before = files.texts();
    Map<Path, String> texts = before;
    for (String id : ids) {
      PluginList disabled = new PluginList("Disabled", texts);
      if (disabled.ids().isPresent()) {
        disabled.remove(id);
      }
      PluginList enabled = new PluginList("Enabled", disabled.texts());
      Optional<List<String>> explicit = enabled.ids();
      if (explicit.isEmpty() && !enabledByDefault.contains(id)) {
        List<String> all = new ArrayList<>(enabledByDefault);
        all.add(id);
        enabled.create(all);
      } else if (explicit.isPresent() && !explicit.get().contains(id)) {
        enabled.remove(id);
        enabled.add(id);
      }
      texts = enabled.texts();
    }
    return change(before, texts);
  }

  /** The change that disables these. */
  public ConfigChange disable(List<String> ids) {
    Map<Path, String> before = files.texts();
    Map<Path, String> texts = before;
    for (String id : ids) {
      PluginList enabled = new PluginList("Enabled", texts);
      if (enabled.ids().isPresent()) {
        enabled.remove(id);
        texts = enabled.texts();
        continue;
      }
      PluginList disabled = new PluginList("Disabled", texts);
      if (disabled.ids().isPresent()) {
        disabled.add(id);
      } else {
        disabled.create(List.of(id));
      }
      texts = disabled.texts();
    }
    return change(before, texts);
  }

  private ConfigChange change(Map<Path, String> before, Map<Path, String> after) {
    Map<Path, ConfigChange.Texts> changed = new LinkedHashMap<>();
    before.forEach(
        (file, text) -> {
          String now = after.getOrDefault(file, text);
          if (!now.equals(text)) {
            changed.put(file, new ConfigChange.Texts(text, now));
          }
        });
    return new ConfigChange(files.as(after), changed);
  }
}
