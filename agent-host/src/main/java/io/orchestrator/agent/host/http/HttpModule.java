package io.orchestrator.agent.host.http;

import com.google.inject.AbstractModule;
import jakarta.inject.Singleton;

/** The parts of this package. */
public final class HttpModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Authentication.class).in(Singleton.class);
    bind(SnapshotHandlers.class).in(Singleton.class);
    bind(MySqlHandlers.class).in(Singleton.class);
    bind(DatadirHandlers.class).in(Singleton.class);
    bind(SeedHandlers.class).in(Singleton.class);
    bind(LogHandlers.class).in(Singleton.class);
    bind(HostHandlers.class).in(Singleton.class);
    bind(ApiServer.class).in(Singleton.class);
  }
}
