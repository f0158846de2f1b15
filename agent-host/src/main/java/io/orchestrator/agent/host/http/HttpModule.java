package io.orchestrator.agent.host.http;

import com.google.inject.AbstractModule;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The parts of this package. */
public final class HttpModule extends AbstractModule {
  /** Orchestrator waits 60 s for the head of an answer. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(50);

  @Override
  protected void configure() {
    bind(Lanes.class).toInstance(Lanes.of(ANSWER_LIMIT));
    bind(Authentication.class).in(Singleton.class);
    bind(SnapshotHandlers.class).in(Singleton.class);
    bind(VerifyHandlers.class).in(Singleton.class);
    bind(MySqlHandlers.class).in(Singleton.class);
    bind(DatadirHandlers.class).in(Singleton.class);
    bind(SeedHandlers.class).in(Singleton.class);
    bind(LogHandlers.class).in(Singleton.class);
    bind(HostHandlers.class).in(Singleton.class);
    bind(ApiServer.class).in(Singleton.class);
  }
}
