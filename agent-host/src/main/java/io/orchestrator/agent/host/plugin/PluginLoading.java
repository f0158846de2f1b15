package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.host.config.AgentConfig;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads and starts the enabled plugins, one by one; a failure of one is kept as its status and
 * harms no other.
 */
public final class PluginLoading {
  /** The version of agent-api that {@code Plugin-Requires} is checked against. */
  public static final String API_VERSION = ApiVersion.text();

  private static final Logger log = LoggerFactory.getLogger(PluginLoading.class);
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final AgentConfig config;
  private final PluginContexts contexts;
  private final Duration limit;
  private final UnpackedPlugins unpacked;
  private final Deque<LoadedPlugin> running = new ArrayDeque<>();
  private final Set<String> takenNames = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, List<Setting<?>>> declared = new HashMap<>();
  private final ExtensionChecks checks;

  @Inject
  PluginLoading(AgentConfig config, PluginContexts contexts, PluginSpace space) {
    this(config, contexts, space, LIMIT);
  }

  /**
   * For tests.
   *
   * @param limit how long each step of a plugin's start and its stop may take
   */
  PluginLoading(AgentConfig config, PluginContexts contexts, PluginSpace space, Duration limit) {
    this.config = config;
    this.contexts = contexts;
    this.limit = limit;
    this.unpacked = new UnpackedPlugins(space.unpacked());
    this.checks = new ExtensionChecks(limit);
  }

  /** Loads all that the configuration enables. Called once. */
  public Plugins load() throws InterruptedException {
    List<PluginFile> files = files();
    List<PluginStatus> statuses = new ArrayList<>();
    for (PluginFile file : inConfiguredOrder(files)) {
      PluginStatus status = status(file);
      if (status.state() == PluginStatus.State.FAILED) {
        log.error("Plugin {} ({}) can't be used: {}", file.id(), file.path(), status.reason());
      }
      statuses.add(status);
    }
    ConfiguredIds ids = new ConfiguredIds(config.plugins(), files);
    problems.addAll(ids.missing());
    Plugins plugins = new Plugins(List.copyOf(statuses), List.of());
    ConfiguredNames names = new ConfiguredNames(config, plugins, checks, offersOfDisabled(files));
    problems.addAll(names.problems());
    List<String> warnings = new ArrayList<>(ids.disabledInVain());
    warnings.addAll(names.warnings());
    warnings.addAll(new UnusablePlugins(checks).warnings(plugins, names::mustWork));
    return new Plugins(plugins.statuses(), List.copyOf(problems), List.copyOf(warnings));
  }

  /**
   * Loads and starts the plugin of that id alone, whether it is enabled or not; to look at it.
   * Called instead of {@link #load}.
   */
  public Optional<PluginStatus> loadAlone(String id) throws InterruptedException {
    List<PluginFile> named = files().stream().filter(file -> file.id().equals(id)).toList();
    Optional<PluginFile> good = named.stream().filter(file -> file.problem().isEmpty()).findFirst();
    Optional<PluginFile> file = good.or(() -> named.stream().findFirst());
    return file.isPresent() ? Optional.of(used(file.get())) : Optional.empty();
  }

  /** The settings that a plugin has declared; none if it has not come so far. */
  public List<Setting<?>> declaredSettings(String id) {
    return declared.getOrDefault(id, List.of());
  }

  /** What the extensions say of themselves. */
  public ExtensionChecks checks() {
    return checks;
  }

  private DisabledOffers offersOfDisabled(List<PluginFile> files) {
    List<PluginFile> disabled =
        files.stream()
            .filter(file -> file.problem().isEmpty())
            .filter(file -> !config.plugins().enabled().contains(file.id()))
            .toList();
    return new DisabledOffers(config.plugins(), contexts, limit, disabled, this::loaded);
  }

  /**
   * Deletes what was unpacked from zips that are gone. For the one that holds the StateDirectory:
   * it takes the classes from under any other process.
   */
  public void deleteUnused() {
    unpacked.deleteUnused();
  }

  /** Stops what was started, in reverse; returns within a bounded time. */
  public void stop() {
    while (!running.isEmpty()) {
      try {
        stop(running.pop());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void stop(LoadedPlugin plugin) throws InterruptedException {
    String id = plugin.file().id();
    try {
      Isolated.run(id, "stop", plugin.classLoader(), limit, plugin::stop);
    } catch (PluginFailure e) {
      log.warn("Plugin {} did not stop: {}", id, e.getMessage(), e);
    }
    PluginThreads.reportLeft(id, plugin.classLoader());
  }

  private List<PluginFile> files() {
    PluginFolders folders = new PluginFolders(API_VERSION);
    List<PluginFile> files = new ArrayList<>();
    for (Path folder : config.plugins().directories()) {
      try {
        files.addAll(folders.scan(folder));
      } catch (AgentException e) {
        problems.add(e.getMessage());
      }
    }
    return files;
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
    if (file.hasId() && !config.plugins().enabled().contains(file.id())) {
      return new PluginStatus(
          file.id(), file.version(), PluginStatus.State.DISABLED, "", List.of());
    }
    return used(file);
  }

  private PluginStatus used(PluginFile file) throws InterruptedException {
    if (!file.problem().isEmpty()) {
      return PluginStatus.failed(file, file.problem());
    }
    try {
      LoadedPlugin plugin = loaded(file);
      return new PluginStatus(
          file.id(), file.version(), PluginStatus.State.STARTED, "", started(plugin));
    } catch (PluginFailure e) {
      log.debug("Plugin {} failed", file.id(), e);
      return PluginStatus.failed(file, e.getMessage());
    }
  }

  private LoadedPlugin loaded(PluginFile file) throws PluginFailure, InterruptedException {
    Path content = file.isZip() ? unpacked.folderOf(file.path()) : file.path();
    return Isolated.run(
        file.id(),
        "load",
        ClassLoader.getPlatformClassLoader(),
        limit,
        () -> new LoadedPlugin(file, content, API_VERSION));
  }

  // What the agent keeps is changed on this thread alone: one of the plugin's may come back late.
  private List<LoadedExtension> started(LoadedPlugin plugin)
      throws PluginFailure, InterruptedException {
    String id = plugin.file().id();
    Settings settings = settings(plugin);
    running.push(plugin);
    try {
      Isolated.run(id, "start", plugin.classLoader(), limit, () -> startOrStop(plugin));
      ExtensionFactory factory = new ExtensionFactory(id, contexts.contextFor(id, settings));
      List<LoadedExtension> extensions =
          Isolated.run(
              id,
              "extensions",
              plugin.classLoader(),
              limit,
              () -> factory.createAll(plugin.extensionClasses()));
      takeNames(extensions);
      return extensions;
    } catch (PluginFailure e) {
      running.remove(plugin);
      stop(plugin);
      throw e;
    }
  }

  // On the plugin's thread, so perhaps long after its time limit. What it has begun then must end.
  private boolean startOrStop(LoadedPlugin plugin) throws InterruptedException {
    boolean inTime = plugin.start();
    if (!inTime) {
      log.warn("Plugin {} has started after it was given up: stopping it", plugin.file().id());
      // The time limit's interrupt was for the start.
      Thread.interrupted();
      stop(plugin);
    }
    return inTime;
  }

  private Settings settings(LoadedPlugin plugin) throws PluginFailure, InterruptedException {
    String id = plugin.file().id();
    List<Setting<?>> known =
        Isolated.run(id, "settings", plugin.classLoader(), limit, plugin::settings);
    declared.put(id, known);
    Settings own = config.plugins().settings().getOrDefault(id, Settings.none());
    Settings settings = own.orElse(config.plugins().goAgentKeys(), known);
    List<String> wrong = settings.problems(known);
    if (!wrong.isEmpty()) {
      wrong.forEach(problem -> problems.add("Plugins.Settings." + id + ": " + problem));
      throw new PluginFailure("its settings are wrong: " + String.join("; ", wrong));
    }
    return settings;
  }

  private void takeNames(List<LoadedExtension> extensions) throws PluginFailure {
    Set<String> names = new HashSet<>(takenNames);
    for (LoadedExtension extension : extensions) {
      if (!names.add(extension.kind() + " " + extension.name())) {
        throw new PluginFailure(
            "there is a "
                + extension.kind().label()
                + " of the name "
                + extension.name()
                + " already; disable one of the plugins that offer it");
      }
    }
    takenNames.addAll(names);
  }
}
