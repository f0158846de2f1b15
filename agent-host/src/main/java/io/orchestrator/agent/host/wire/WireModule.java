package io.orchestrator.agent.host.wire;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.tls.TlsContexts;
import jakarta.inject.Singleton;

/** The parts of this package. */
public final class WireModule extends AbstractModule {
  private final String agentVersion;

  /**
   * A module.
   *
   * @param agentVersion what other agents are told
   */
  public WireModule(String agentVersion) {
    this.agentVersion = agentVersion;
  }

  @Provides
  @Singleton
  SeedConnections connections(AgentConfig config, TlsContexts tls) {
    return new SeedConnections(agentVersion, config, tls);
  }
}
