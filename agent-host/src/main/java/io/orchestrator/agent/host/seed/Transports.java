package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.WireConfig;
import io.orchestrator.agent.host.plugin.Plugins;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transport that the configuration names, and others by name. */
final class Transports {
  private static final Logger log = LoggerFactory.getLogger(Transports.class);

  private final Plugins plugins;
  private final WireConfig wire;
  private final SeedTransport configured;
  private final List<String> receivable;

  @Inject
  Transports(Plugins plugins, AgentConfig config) {
    this.plugins = plugins;
    this.wire = config.wire();
    this.configured =
        plugins.require(SeedTransport.class, config.seed().transport(), "SeedTransport");
    this.receivable =
        wire.receiveTransports().isEmpty() ? List.of(configured.name()) : wire.receiveTransports();
  }

  /** Of each, though one fails: what receives of a killed agent have left. */
  void recover() throws InterruptedException {
    for (SeedTransport transport : plugins.all(SeedTransport.class)) {
      try {
        transport.recover();
      } catch (AgentException failed) {
        log.warn("The transport {}: {}", transport.name(), failed.getMessage());
      }
    }
  }

  SeedTransport configured() {
    return configured;
  }

  /**
   * A transport that a sender may choose.
   *
   * @throws AgentException {@code NOT_CONFIGURED} if it must not
   */
  SeedTransport receivable(String name) {
    SeedTransport transport =
        named(name)
            .filter(named -> named.usesWire() && receivable.contains(name))
            .orElseThrow(() -> refused(name));
    if (transport.content() == SeedContent.LIVE && !wire.authenticated()) {
      throw new AgentException(
          ErrorCode.NOT_CONFIGURED,
          "what the transport "
              + name
              + " sends is executed by the target's server, so the agents must prove who they are:"
              + " set SeedSecretFile or SeedTls on both");
    }
    return transport;
  }

  private AgentException refused(String name) {
    return new AgentException(
        ErrorCode.NOT_CONFIGURED,
        "the source sends by the transport "
            + name
            + ", but the target receives by "
            + String.join(", ", receivable)
            + " only: set SeedReceiveTransports on the target, or SeedTransport or SeedSources on the source");
  }

  /** Does this one copy from a running server? */
  boolean isLive(String name) {
    return named(name).filter(each -> each.content() == SeedContent.LIVE).isPresent();
  }

  Optional<SeedTransport> named(String name) {
    return plugins.find(SeedTransport.class, name);
  }
}
