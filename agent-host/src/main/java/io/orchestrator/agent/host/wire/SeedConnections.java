package io.orchestrator.agent.host.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.WireConfig;
import io.orchestrator.agent.host.tls.TlsContexts;
import io.orchestrator.agent.wire.RateLimit;
import io.orchestrator.agent.wire.Secret;
import io.orchestrator.agent.wire.SendingSession;
import io.orchestrator.agent.wire.WireListener;
import io.orchestrator.agent.wire.WireSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes connections between two agents. Certificates and the secret are read anew for each. */
public final class SeedConnections {
  private final String agentVersion;
  private final WireConfig config;
  private final TlsContexts tls;
  private final boolean verifyNames;
  private final RateLimit rate;

  /**
   * For this configuration.
   *
   * @param agentVersion what other agents are told
   */
  public SeedConnections(String agentVersion, AgentConfig config, TlsContexts tls) {
    this.agentVersion = agentVersion;
    this.config = config.wire();
    this.tls = tls;
    this.verifyNames = !config.http().tls().skipVerify();
    this.rate = new RateLimit(config.wire().bytesPerSecond());
  }

  /** How fast this agent sends, now and later. */
  public RateLimit rate() {
    return rate;
  }

  /** What an operator should know about the connections of seeds, a line each. */
  public List<String> warnings() {
    return config.tls() || config.secretFile().isPresent()
        ? List.of()
        : List.of(
            "Seeds are neither encrypted nor authenticated: who reaches SeedPort while a seed is"
                + " awaited can be its sender. Set SeedSecretFile or SeedTls, in the whole fleet");
  }

  /** Listens for the sender of a seed. */
  public WireListener listen(ReceiveRequest request, WireListener.SenderCheck check) {
    InetSocketAddress address =
        request.listenAddress().isEmpty()
            ? new InetSocketAddress(request.port())
            : new InetSocketAddress(request.listenAddress(), request.port());
    return WireListener.open(address, settings(), request.seed().value(), check);
  }

  /** Connects to the receiver of a seed. */
  public SendingSession connect(SendRequest request, String transport) throws InterruptedException {
    return SendingSession.connect(
        settings(),
        rate,
        request.targetHost(),
        request.port(),
        request.seed().value(),
        transport,
        request.connectLimit());
  }

  private WireSettings settings() {
    return new WireSettings(
        agentVersion,
        config.tls() ? Optional.of(tls.seeding()) : Optional.empty(),
        verifyNames,
        config.secretFile().map(SeedConnections::secret),
        config.allowed(),
        config.lanes(),
        WireSettings.Compression.valueOf(config.compression().toUpperCase(Locale.ROOT)),
        config.peerLimit(),
        config.reconnectLimit());
  }

  private static Secret secret(Path file) {
    try {
      return new Secret(Files.readString(file).strip().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "Could not read SeedSecretFile " + file + ": " + e + "; may the agent's user read it?",
          e);
    }
  }
}
