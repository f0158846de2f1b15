package io.orchestrator.agent.host;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.command.Strays;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.MySqlConfig;
import io.orchestrator.agent.host.mysql.MySqlInstance;
import io.orchestrator.agent.host.mysql.OptionFiles;
import io.orchestrator.agent.host.mysql.ServerProcesses;
import io.orchestrator.agent.host.plugin.PluginContexts;
import io.orchestrator.agent.host.plugin.PluginLoading;
import io.orchestrator.agent.host.plugin.PluginSpace;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What plugins are loaded with: the configuration, processes, and facts about MySQL. */
public final class PluginModule extends AbstractModule {
  private final AgentConfig config;
  private final PluginSpace space;

  /**
   * For this configuration.
   *
   * @param config checked
   * @param space for the plugins' files
   */
  public PluginModule(AgentConfig config, PluginSpace space) {
    this.config = config;
    this.space = space;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    bind(AgentConfig.class).toInstance(config);
    bind(PluginSpace.class).toInstance(space);
    bind(MySqlConfig.class).toInstance(config.mysql());
    bind(Clock.class).toInstance(Clock.systemUTC());
    bind(ProcessRunner.class).toInstance(new ProcessRunner(config.execWithSudo()));
    bind(CommandRunner.class).to(ProcessRunner.class);
    bind(MountTable.class).toInstance(new MountTable());
    bind(OptionFiles.class).in(Singleton.class);
    bind(ServerProcesses.class).in(Singleton.class);
    bind(MySqlInstance.class).in(Singleton.class);
    bind(MySqlFacts.class).to(MySqlInstance.class);
    bind(PluginContexts.class).in(Singleton.class);
    bind(PluginLoading.class).in(Singleton.class);
  }

  @Provides
  @Singleton
  Strays strays() {
    return new Strays(config.execWithSudo());
  }
}
