package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plugins.
 *
 * @param enabled ids of those to load
 * @param disabled ids that the configuration says not to load, whether there are such plugins or
 *     not
 * @param directories where they are looked for, the distribution's own folder first
 * @param settings of each plugin, by id without regard to case; also of those that are not enabled
 * @param goAgentKeys the top-level keys of the Go agent that plugins serve, such as {@code
 *     CreateSnapshotCommand}; they stand behind each plugin's own settings
 * @param serviceManager name of the service manager that serves
 * @param serviceManagerNamed is it the configuration that names it, not a default?
 * @param serviceManagerCandidates names of those of which the first usable one serves otherwise
 */
public record PluginsConfig(
    List<String> enabled,
    List<String> disabled,
    List<Path> directories,
    Map<String, Settings> settings,
    Settings goAgentKeys,
    Optional<String> serviceManager,
    boolean serviceManagerNamed,
    List<String> serviceManagerCandidates) {
  /** What the plugin commands is configured by. */
  CommandKeys commands() {
    return CommandKeys.of(goAgentKeys, settings, enabled);
  }

  /** Those that are enabled where the configuration does not say which. */
  public static List<String> enabledByDefault() {
    return PluginKeys.ENABLED.defaultValue().orElse(List.of());
  }

  /** Those candidates that the configuration names, and not only the default. */
  public List<String> serviceManagerCandidatesNamed() {
    List<String> usual = PluginKeys.SERVICE_CANDIDATES.defaultValue().orElse(List.of());
    return serviceManagerCandidates.stream().filter(name -> !usual.contains(name)).toList();
  }
}
