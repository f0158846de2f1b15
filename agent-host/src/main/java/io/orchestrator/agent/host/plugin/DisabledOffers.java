package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.host.config.PluginsConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the plugins that are there but not enabled would offer. They are loaded, and not started, to
 * find that out: only when the configuration names what no enabled plugin offers.
 */
final class DisabledOffers {
  /** Loads a plugin's classes. */
  @FunctionalInterface
  interface Loader {
    LoadedPlugin load(PluginFile file) throws PluginFailure, InterruptedException;
  }

  /**
   * An extension of a plugin that is not enabled.
   *
   * @param name empty if it can't be created, for want of a setting perhaps
   */
  private record Offer(String pluginId, ExtensionKind kind, String name) {
    String text() {
      return name.equals(pluginId)
          ? name
          : name.isEmpty() ? "the plugin " + pluginId : name + " of the plugin " + pluginId;
    }
  }

  private final PluginsConfig config;
  private final PluginContexts contexts;
  private final Duration limit;
  private final List<PluginFile> disabled;
  private final Loader loader;
  private final List<Offer> offers = new ArrayList<>();
  private boolean looked;

  DisabledOffers(
      PluginsConfig config,
      PluginContexts contexts,
      Duration limit,
      List<PluginFile> disabled,
      Loader loader) {
    this.config = config;
    this.contexts = contexts;
    this.limit = limit;
    this.disabled = List.copyOf(disabled);
    this.loader = loader;
  }

  /** Completes a message that an extension of that name is missing; empty if nothing helps. */
  String hint(ExtensionKind kind, String name) throws InterruptedException {
    look();
    Optional<Offer> wanted =
        offers.stream()
            .filter(offer -> offer.kind() == kind && offer.name().equals(name))
            .findFirst();
    if (wanted.isPresent()) {
      String id = wanted.get().pluginId();
      return "; the plugin "
          + id
          + " offers it, but is not enabled: orchestrator-agent plugins enable "
          + id;
    }
    String packed =
        disabled.stream()
            .filter(PluginFile::isZip)
            .map(PluginFile::id)
            .collect(Collectors.joining(", "));
    String zips = packed.isEmpty() ? "" : "; not enabled and not looked into: " + packed;
    String others =
        offers.stream()
            .filter(offer -> offer.kind() == kind)
            .map(Offer::text)
            .distinct()
            .collect(Collectors.joining(", "));
    return (others.isEmpty() ? "" : "; not enabled: " + others) + zips;
  }

  private void look() throws InterruptedException {
    if (!looked) {
      looked = true;
      for (PluginFile file : disabled) {
        // One that is not enabled stays packed.
        if (!file.isZip()) {
          look(file);
        }
      }
    }
  }

  private void look(PluginFile file) throws InterruptedException {
    try {
      LoadedPlugin plugin = loader.load(file);
      String id = file.id();
      Settings settings =
          Isolated.run(
              id,
              "settings",
              plugin.classLoader(),
              limit,
              () ->
                  config
                      .settings()
                      .getOrDefault(id, Settings.none())
                      .orElse(config.goAgentKeys(), plugin.settings()));
      AgentContext context = contexts.contextFor(id, settings);
      for (Class<?> type :
          Isolated.run(
              id, "extensions", plugin.classLoader(), limit, () -> plugin.extensionClasses())) {
        offers.addAll(offers(plugin, type, context));
      }
    } catch (PluginFailure broken) {
      // It would be of no help to enable it.
    }
  }

  private List<Offer> offers(LoadedPlugin plugin, Class<?> type, AgentContext context)
      throws InterruptedException {
    String id = plugin.file().id();
    try {
      List<LoadedExtension> created =
          Isolated.run(
              id,
              "extensions",
              plugin.classLoader(),
              limit,
              () -> new ExtensionFactory(id, context).createAll(List.of(type)));
      return created.stream().map(each -> new Offer(id, each.kind(), each.name())).toList();
    } catch (PluginFailure unknown) {
      return ExtensionKind.of(type).stream().map(kind -> new Offer(id, kind, "")).toList();
    }
  }
}
