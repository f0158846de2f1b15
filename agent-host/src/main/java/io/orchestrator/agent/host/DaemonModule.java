package io.orchestrator.agent.host;

import com.google.inject.AbstractModule;
import io.orchestrator.agent.host.datadir.DatadirModule;
import io.orchestrator.agent.host.http.HttpModule;
import io.orchestrator.agent.host.mysql.MySqlModule;
import io.orchestrator.agent.host.orchestrator.AgentToken;
import io.orchestrator.agent.host.orchestrator.RegistrationService;
import io.orchestrator.agent.host.orchestrator.TokenFiles;
import io.orchestrator.agent.host.plugin.Plugins;
import io.orchestrator.agent.host.seed.SeedModule;
import io.orchestrator.agent.host.service.MySqlService;
import io.orchestrator.agent.host.snapshot.SnapshotModule;
import io.orchestrator.agent.host.state.UnfinishedMark;
import io.orchestrator.agent.host.tls.TlsContexts;
import jakarta.inject.Singleton;

/** What the daemon adds to {@link PluginModule}, once its plugins are loaded. */
final class DaemonModule extends AbstractModule {
  private final Plugins plugins;

  DaemonModule(Plugins plugins) {
    this.plugins = plugins;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    bind(Plugins.class).toInstance(plugins);
    bind(UnfinishedMark.class).in(Singleton.class);
    bind(MySqlService.class).in(Singleton.class);
    bind(AgentToken.class).in(Singleton.class);
    bind(TokenFiles.class).in(Singleton.class);
    bind(RegistrationService.class).in(Singleton.class);
    bind(TlsContexts.class).in(Singleton.class);
    bind(Housekeeping.class).in(Singleton.class);
    bind(AgentDaemon.class).in(Singleton.class);
    install(new MySqlModule());
    install(new DatadirModule());
    install(new SnapshotModule());
    install(new SeedModule());
    install(new HttpModule());
  }
}
