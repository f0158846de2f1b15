package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.plugin.Plugins;
import jakarta.inject.Inject;
import java.util.Optional;

/** The transport that the configuration names, and others by name. */
final class Transports {
  private final Plugins plugins;
  private final SeedTransport configured;

  @Inject
  Transports(Plugins plugins, AgentConfig config) {
    this.plugins = plugins;
    this.configured =
        plugins.require(SeedTransport.class, config.seed().transport(), "SeedTransport");
  }

  SeedTransport configured() {
    return configured;
  }

  Optional<SeedTransport> named(String name) {
    return plugins.find(SeedTransport.class, name);
  }
}
