package io.orchestrator.agent.host.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.orchestrator.agent.host.PluginModule;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.plugin.PluginLoading;
import io.orchestrator.agent.host.plugin.Plugins;

/** Loads the plugins as the daemon would, for a command that only looks at them. */
final class LoadedPlugins implements AutoCloseable {
  private final PluginLoading loading;
  private final Plugins plugins;

  private LoadedPlugins(PluginLoading loading, Plugins plugins) {
    this.loading = loading;
    this.plugins = plugins;
  }

  static LoadedPlugins of(AgentConfig config) throws InterruptedException {
    Injector injector = Guice.createInjector(Stage.PRODUCTION, new PluginModule(config));
    PluginLoading loading = injector.getInstance(PluginLoading.class);
    return new LoadedPlugins(loading, loading.load());
  }

  Plugins plugins() {
    return plugins;
  }

  /** Stops them. */
  @Override
  public void close() {
    loading.stop();
  }
}
