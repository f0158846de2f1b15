package io.orchestrator.agent.host.plugin;

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
   * A line for each plugin of whose extensions none can work; single ones are only logged, since
   * few hosts use all that a plugin offers.
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
      if (!unusable.isEmpty() && unusable.size() == status.extensions().size()) {
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
