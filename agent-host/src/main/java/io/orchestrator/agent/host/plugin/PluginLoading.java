package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.host.config.AgentConfig;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads and starts the enabled plugins, one by one; a failure of one is kept as its status and
 * harms no other.
 */
public final class PluginLoading {
  /** The version of agent-api that {@code Plugin-Requires} is checked against. */
  public static final String API_VERSION = "1.0.0";

  private static final Logger log = LoggerFactory.getLogger(PluginLoading.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(15);

  private final AgentConfig config;
  private final PluginContexts contexts;
  private final List<LoadedPlugin> running = new ArrayList<>();
  private final Set<String> takenNames = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  @Inject
  PluginLoading(AgentConfig config, PluginContexts contexts) {
    this.config = config;
    this.contexts = contexts;
  }

  /** Loads all that the configuration enables. Called once. */
  public Plugins load() throws InterruptedException {
    List<PluginFile> files = new PluginFolders(API_VERSION).scan(config.plugins().directories());
    List<PluginStatus> statuses = new ArrayList<>();
    for (PluginFile file : inConfiguredOrder(files)) {
      PluginStatus status = status(file);
      if (status.state() == PluginStatus.State.FAILED) {
        log.error("Plugin {} ({}) can't be used: {}", file.id(), file.path(), status.reason());
      }
      statuses.add(status);
    }
    for (String id : config.plugins().enabled()) {
      if (files.stream().noneMatch(file -> file.id().equals(id))) {
        problems.add(
            "Plugins.Enabled names "
                + id
                + ", but no plugin in "
                + config.plugins().directories()
                + " has that id");
      }
    }
    Plugins plugins = new Plugins(List.copyOf(statuses), List.of());
    problems.addAll(new ConfiguredNames(config).problems(plugins));
    return new Plugins(plugins.statuses(), List.copyOf(problems));
  }

  /** Stops what was started, in reverse; returns within a bounded time. */
  public void stop() {
    for (int i = running.size() - 1; i >= 0; i--) {
      LoadedPlugin plugin = running.get(i);
      try {
        Isolated.run(
            plugin.file().id() + "-stop",
            plugin.classLoader(),
            START_LIMIT,
            () -> {
              plugin.stop();
              return plugin;
            });
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (PluginFailure e) {
        log.warn("Plugin {} did not stop: {}", plugin.file().id(), e.getMessage(), e);
      }
    }
  }

  private List<PluginFile> inConfiguredOrder(List<PluginFile> files) {
    return files.stream()
        .sorted(
            Comparator.comparingInt(
                file ->
                    config.plugins().enabled().contains(file.id())
                        ? config.plugins().enabled().indexOf(file.id())
                        : Integer.MAX_VALUE))
        .toList();
  }

  private PluginStatus status(PluginFile file) throws InterruptedException {
    if (!file.problem().isEmpty()) {
      return PluginStatus.failed(file, file.problem());
    }
    if (!config.plugins().enabled().contains(file.id())) {
      return new PluginStatus(
          file.id(), file.version(), PluginStatus.State.DISABLED, "", List.of());
    }
    try {
      LoadedPlugin plugin =
          Isolated.run(
              file.id() + "-load",
              ClassLoader.getPlatformClassLoader(),
              START_LIMIT,
              () -> new LoadedPlugin(file, API_VERSION));
      return Isolated.run(
          file.id() + "-start", plugin.classLoader(), START_LIMIT, () -> started(plugin));
    } catch (PluginFailure e) {
      log.debug("Plugin {} failed", file.id(), e);
      return PluginStatus.failed(file, e.getMessage());
    }
  }

  private PluginStatus started(LoadedPlugin plugin) throws Exception {
    PluginFile file = plugin.file();
    Settings own = config.plugins().settings().getOrDefault(file.id(), Settings.none());
    Settings settings = own.orElse(config.plugins().goAgentKeys(), plugin.settings());
    List<String> wrong = settings.problems(plugin.settings());
    if (!wrong.isEmpty()) {
      wrong.forEach(problem -> problems.add("Plugins.Settings." + file.id() + ": " + problem));
      throw new IllegalStateException("its settings are wrong: " + String.join("; ", wrong));
    }
    plugin.start();
    running.add(plugin);
    ExtensionFactory factory =
        new ExtensionFactory(file.id(), contexts.contextFor(file.id(), settings));
    List<LoadedExtension> extensions = new ArrayList<>();
    for (Class<?> type : plugin.extensionClasses()) {
      extensions.addAll(factory.create(type));
    }
    for (LoadedExtension extension : extensions) {
      if (!takenNames.add(extension.kind() + " " + extension.name())) {
        throw new IllegalStateException(
            "another plugin offers a "
                + extension.kind().label()
                + " of the name "
                + extension.name()
                + " already; disable one of them");
      }
    }
    return new PluginStatus(
        file.id(), file.version(), PluginStatus.State.STARTED, "", List.copyOf(extensions));
  }
}
