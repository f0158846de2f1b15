package io.orchestrator.agent.host.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.host.PluginModule;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.plugin.LoadedExtension;
import io.orchestrator.agent.host.plugin.PluginLoading;
import io.orchestrator.agent.host.plugin.PluginStatus;
import io.orchestrator.agent.host.plugin.Plugins;
import java.util.List;

/** Loads the plugins as the daemon would, for a command that only looks at them. */
final class LoadedPlugins implements AutoCloseable {
  private final PluginLoading loading;
  private final Plugins plugins;

  private LoadedPlugins(PluginLoading loading, Plugins plugins) {
    this.loading = loading;
    this.plugins = plugins;
  }

  static LoadedPlugins of(AgentConfig config) throws InterruptedException {
    PluginLoading loading = loading(config);
    return new LoadedPlugins(loading, loading.load());
  }

  /** The plugin of that id and no other, whether it is enabled or not. */
  static LoadedPlugins alone(AgentConfig config, String id) throws InterruptedException {
    PluginLoading loading = loading(config);
    List<PluginStatus> status = loading.loadAlone(id).stream().toList();
    return new LoadedPlugins(loading, new Plugins(status, List.of()));
  }

  private static PluginLoading loading(AgentConfig config) {
    Injector injector = Guice.createInjector(Stage.PRODUCTION, new PluginModule(config));
    return injector.getInstance(PluginLoading.class);
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

  /** Stops them. */
  @Override
  public void close() {
    loading.stop();
  }
}
