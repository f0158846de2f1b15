package io.orchestrator.agent.host;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.datadir.DatadirModule;
import io.orchestrator.agent.host.http.HttpModule;
import io.orchestrator.agent.host.mysql.MySqlModule;
import io.orchestrator.agent.host.orchestrator.AgentToken;
import io.orchestrator.agent.host.orchestrator.RegistrationService;
import io.orchestrator.agent.host.orchestrator.TokenFiles;
import io.orchestrator.agent.host.plugin.Plugins;
import io.orchestrator.agent.host.seed.SeedModule;
import io.orchestrator.agent.host.service.ChosenServiceManager;
import io.orchestrator.agent.host.service.MySqlService;
import io.orchestrator.agent.host.snapshot.SnapshotModule;
import io.orchestrator.agent.host.state.UnfinishedMark;
import io.orchestrator.agent.host.tls.TlsContexts;
import io.orchestrator.agent.host.verify.VerifyModule;
import io.orchestrator.agent.host.wire.WireModule;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

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
    bind(ChosenServiceManager.class).in(Singleton.class);
    bind(MySqlService.class).in(Singleton.class);
    bind(AgentToken.class).toInstance(AgentToken.create(new SecureRandom()));
    bind(Housekeeping.class).in(Singleton.class);
    bind(AgentDaemon.class).in(Singleton.class);
    install(new MySqlModule());
    install(new DatadirModule());
    install(new SnapshotModule());
    install(new VerifyModule());
    install(new WireModule(AgentVersion.text()));
    install(new SeedModule());
    install(new HttpModule());
  }

  @Provides
  @Singleton
  TlsContexts tls(AgentConfig config) {
    return new TlsContexts(config.http().tls());
  }

  @Provides
  @Singleton
  TokenFiles tokenFiles(AgentConfig config) {
    return new TokenFiles(config.stateDirectory(), config.orchestrator().tokenHintFile());
  }

  @Provides
  @Singleton
  RegistrationService registration(
      AgentConfig config, AgentToken token, TlsContexts tls, Clock clock) {
    return new RegistrationService(config.orchestrator(), token, tls.calling(), clock);
  }
}
