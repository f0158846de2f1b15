package io.orchestrator.agent.host.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.orchestrator.agent.host.PluginModule;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.plugin.PluginLoading;
import io.orchestrator.agent.host.plugin.Plugins;

/** Loads the plugins as the daemon would, for a command that only looks at them. */
final class LoadedPlugins {
  private LoadedPlugins() {}

  static Plugins of(AgentConfig config) throws InterruptedException {
    Injector injector = Guice.createInjector(Stage.PRODUCTION, new PluginModule(config));
    return injector.getInstance(PluginLoading.class).load();
  }
}
