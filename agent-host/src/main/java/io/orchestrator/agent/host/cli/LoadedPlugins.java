package io.orchestrator.agent.host.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.host.PluginModule;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.plugin.LoadedExtension;
import io.orchestrator.agent.host.plugin.PluginLoading;
import io.orchestrator.agent.host.plugin.PluginSpace;
import io.orchestrator.agent.host.plugin.Plugins;
import io.orchestrator.agent.host.state.StateTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the plugins as the daemon would, for a command that only looks at them. Whoever runs it, it
 * makes nothing in StateDirectory: the agent's user could not use it, and root must not run what is
 * unpacked there.
 */
final class LoadedPlugins implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LoadedPlugins.class);

  /** Says what is loaded. */
  @FunctionalInterface
  private interface Selection {
    Plugins load(PluginLoading loading) throws InterruptedException;
  }

  private final Path temporary;
  private final PluginLoading loading;
  private final Plugins plugins;

  private LoadedPlugins(AgentConfig config, Selection selection) throws InterruptedException {
    temporary = temporaryFolder();
    PluginSpace space = new PluginSpace(config.stateDirectory(), temporary);
    Injector injector = Guice.createInjector(Stage.PRODUCTION, new PluginModule(config, space));
    loading = injector.getInstance(PluginLoading.class);
    try {
      plugins = selection.load(loading);
    } catch (InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  static LoadedPlugins of(AgentConfig config) throws InterruptedException {
    return new LoadedPlugins(config, PluginLoading::load);
  }

  /** The plugin of that id and no other, whether it is enabled or not. */
  static LoadedPlugins alone(AgentConfig config, String id) throws InterruptedException {
    return new LoadedPlugins(
        config, loading -> new Plugins(loading.loadAlone(id).stream().toList(), List.of()));
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("orchestrator-agent-plugins-");
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not make a temporary folder to look at plugins in: " + e + "; make room for it",
          e);
    }
  }

  Plugins plugins() {
    return plugins;
  }

  /** What an extension says of itself. */
  CheckResult check(LoadedExtension extension) throws InterruptedException {
    return loading.checks().of(extension);
  }

  /** The settings that a plugin declares, as far as it was loaded. */
  List<Setting<?>> settings(String id) {
    return loading.declaredSettings(id);
  }

  /** Stops them, and deletes what was made for them. */
  @Override
  public void close() {
    loading.stop();
    try {
      StateTree.delete(temporary);
    } catch (IOException e) {
      log.warn("Could not delete {}: {}", temporary, e.toString());
    }
  }
}
