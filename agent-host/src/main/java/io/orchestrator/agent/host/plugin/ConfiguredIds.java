package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.host.config.PluginsConfig;
import java.util.List;
import java.util.stream.Collectors;

/** The ids that the configuration enables or disables: is there a plugin of each? */
final class ConfiguredIds {
  private final PluginsConfig config;
  private final List<String> there;

  ConfiguredIds(PluginsConfig config, List<PluginFile> files) {
    this.config = config;
    this.there =
        files.stream().filter(PluginFile::hasId).map(PluginFile::id).distinct().sorted().toList();
  }

  /** A line for each that is enabled and missing. */
  List<String> missing() {
    return config.enabled().stream()
        .filter(id -> !there.contains(id))
        .map(id -> "Plugins.Enabled names " + id + ", but no plugin in " + folders() + known(id))
        .toList();
  }

  /** A line for each that is disabled and missing: perhaps another one was meant, which runs. */
  List<String> disabledInVain() {
    return config.disabled().stream()
        .filter(id -> there.stream().noneMatch(id::equalsIgnoreCase))
        .map(id -> "Plugins.Disabled names " + id + ", but no plugin in " + folders() + known(id))
        .toList();
  }

  private String folders() {
    return config.directories().stream().map(String::valueOf).collect(Collectors.joining(" or "));
  }

  private String known(String id) {
    String meant =
        there.stream()
            .filter(id::equalsIgnoreCase)
            .findFirst()
            .map(other -> "; did you mean " + other + "?")
            .orElse("");
    String all = there.isEmpty() ? "none" : String.join(", ", there);
    return " has that id" + meant + (meant.isEmpty() ? "; there is: " + all : "");
  }
}
