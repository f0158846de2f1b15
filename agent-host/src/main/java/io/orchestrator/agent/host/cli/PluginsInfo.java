package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.PluginsConfig;
import io.orchestrator.agent.host.plugin.PluginCatalogue;
import io.orchestrator.agent.host.plugin.PluginStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows all that is known of a plugin. */
@Command(
    name = "info",
    description = {
      "Show all that is known of a plugin: what it says of itself, its state, its extensions "
          + "and whether they can work on this host, and its settings with their values now.",
      "A plugin that is not enabled is loaded and started for that, as if it were, and "
          + "stopped again."
    })
final class PluginsInfo extends PluginsGroup.Member {
  /** What is known; texts are empty where nothing is. */
  private record Answer(
      String id,
      String version,
      String state,
      String reason,
      String path,
      String requires,
      String provider,
      String description,
      String license,
      List<ExtensionView> extensions,
      List<SettingView> settings) {}

  @Parameters(paramLabel = "ID", description = "The plugin's id, see 'plugins list'.")
  @SuppressWarnings("NullAway.Init")
  private String id;

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    AgentConfig config = configuration().read().config();
    PluginCatalogue there = PluginCatalogue.of(config.plugins());
    PluginCatalogue.Entry entry = there.find(id).orElseThrow(() -> unknown(id, there));
    boolean enabled = config.plugins().enabled().contains(id);
    try (LoadedPlugins loading =
        enabled ? LoadedPlugins.of(config) : LoadedPlugins.alone(config, id)) {
      // Of several with one id, the one that is used comes first if any is.
      PluginStatus status =
          loading.plugins().statuses().stream()
              .filter(each -> each.id().equals(id))
              .min((one, other) -> one.state().compareTo(other.state()))
              .orElseThrow(() -> unknown(id, there));
      List<SettingView> settings = new ArrayList<>();
      for (Setting<?> setting : loading.settings(id)) {
        settings.add(SettingView.of(id, setting, config.plugins()));
      }
      Answer answer =
          new Answer(
              id,
              entry.version(),
              enabled ? status.state().name().toLowerCase(Locale.ROOT) : "disabled",
              enabled ? status.reason() : whyDisabled(config.plugins(), status),
              entry.path().toString(),
              entry.requires(),
              entry.provider(),
              entry.description(),
              entry.license(),
              ExtensionView.of(status, loading),
              settings);
      print(answer, lines(answer));
      return 0;
    }
  }

  private String whyDisabled(PluginsConfig config, PluginStatus status) {
    String why =
        config.disabled().stream().anyMatch(id::equalsIgnoreCase)
            ? "Plugins.Disabled has it"
            : "Plugins.Enabled does not have it";
    return status.reason().isEmpty() ? why : why + "; enabled, it would fail: " + status.reason();
  }

  private static List<String> lines(Answer answer) {
    List<String> lines = new ArrayList<>();
    add(lines, "id", answer.id());
    add(lines, "version", answer.version());
    add(lines, "state", answer.state());
    addProse(lines, "reason", answer.reason());
    add(lines, "path", answer.path());
    add(lines, "requires", answer.requires().isEmpty() ? "" : "agent-api " + answer.requires());
    add(lines, "provider", answer.provider());
    addProse(lines, "description", answer.description());
    add(lines, "license", answer.license());
    if (!answer.extensions().isEmpty()) {
      lines.add("Extensions:");
      answer.extensions().forEach(extension -> lines.addAll(extension.lines("  ")));
    }
    if (!answer.settings().isEmpty()) {
      lines.add("Settings, in Plugins.Settings." + answer.id() + ":");
      answer.settings().forEach(setting -> lines.addAll(setting.lines()));
    }
    return lines;
  }

  private static void addProse(List<String> lines, String name, String text) {
    if (!text.isEmpty()) {
      String before = String.format(Locale.ROOT, "%-12s ", name);
      lines.addAll(Wrapped.lines(before, " ".repeat(before.length()), text));
    }
  }

  private static void add(List<String> lines, String name, String text) {
    if (!text.isEmpty()) {
      lines.add(String.format(Locale.ROOT, "%-12s %s", name, text));
    }
  }
}
