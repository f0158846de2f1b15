package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.host.config.PluginsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plugins that are enabled and of no use on this host: said, but no reason not to start. */
final class UnusablePlugins {
  private static final Logger log = LoggerFactory.getLogger(UnusablePlugins.class);

  private final ExtensionChecks checks;

  UnusablePlugins(ExtensionChecks checks) {
    this.checks = checks;
  }

  /**
   * A line for each plugin that somebody has enabled and of whose extensions none can work. Single
   * ones are only logged, and those of plugins that are enabled by default: few hosts use all that
   * is offered.
   *
   * @param reported extensions that are spoken of elsewhere
   */
  List<String> warnings(Plugins plugins, Predicate<LoadedExtension> reported)
      throws InterruptedException {
    List<String> warnings = new ArrayList<>();
    for (PluginStatus status : plugins.statuses()) {
      List<String> unusable = new ArrayList<>();
      for (LoadedExtension loaded : status.extensions()) {
        if (!reported.test(loaded) && !checks.of(loaded).usable()) {
          unusable.add(
              loaded.kind().label() + " " + loaded.name() + ": " + checks.of(loaded).reason());
        }
      }
      boolean useless = unusable.size() == status.extensions().size();
      boolean asked = !PluginsConfig.enabledByDefault().contains(status.id());
      if (!unusable.isEmpty() && useless && asked) {
        warnings.add(
            "The plugin "
                + status.id()
                + " is enabled, but can't work on this host: "
                + String.join("; ", unusable));
      } else {
        unusable.forEach(
            each -> log.info("Of the plugin {} can't work on this host: {}", status.id(), each));
      }
    }
    return warnings;
  }
}
