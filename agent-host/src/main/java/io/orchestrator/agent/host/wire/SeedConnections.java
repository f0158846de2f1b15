package io.orchestrator.agent.host.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.SecretFile;
import io.orchestrator.agent.host.config.WireConfig;
import io.orchestrator.agent.host.tls.TlsContexts;
import io.orchestrator.agent.wire.RateLimit;
import io.orchestrator.agent.wire.SendingSession;
import io.orchestrator.agent.wire.WireListener;
import io.orchestrator.agent.wire.WireSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes connections between two agents. Certificates and the secret are read anew for each. */
public final class SeedConnections {
  private static final Logger log = LoggerFactory.getLogger(SeedConnections.class);

  private final String agentVersion;
  private final WireConfig config;
  private final TlsContexts tls;
  private final boolean verifyNames;
  private final RateLimit rate;
  private final NativeCryptography cryptography = new NativeCryptography();

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

  /** The most bytes a second that this agent sends; 0 for no limit. */
  public long rateLimit() {
    return rate.bytesPerSecond();
  }

  /**
   * Changes that, also for what is being sent, until the agent's next start.
   *
   * @throws AgentException {@code INVALID_ARGUMENT} if it is so slow that seeds would look stuck
   */
  public void limitRate(long bytesPerSecond) {
    if (bytesPerSecond != 0 && bytesPerSecond < WireConfig.SLOWEST) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "The rate limit of seeds is 0, for none, or at least 1M a second");
    }
    rate.change(bytesPerSecond);
    log.info("The rate limit of seeds is {} bytes a second now; 0 is none", bytesPerSecond);
  }

  /**
   * What an operator should know about the connections of seeds, a line each.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} if a certificate or the secret can't be
   *     used
   */
  public List<String> warnings() {
    WireSettings settings = settings();
    return settings.tls().isPresent() || settings.secret().isPresent()
        ? List.of()
        : List.of(
            "Seeds are neither encrypted nor authenticated: whoever reaches SeedPort while a seed"
                + " is awaited can send it. Set SeedSecretFile or SeedTls, in the whole fleet");
  }

  /**
   * Listens for the sender of a seed.
   *
   * @throws AgentException {@code IO_FAILED} if it can't; {@code INVALID_CONFIGURATION} if a
   *     certificate, the secret or the address can't be used
   */
  public WireListener listen(ReceiveRequest request, WireListener.SenderCheck check) {
    cryptography.use();
    return WireListener.open(address(request), settings(), request.seed().value(), check);
  }

  private static InetSocketAddress address(ReceiveRequest request) {
    if (request.listenAddress().isEmpty()) {
      return new InetSocketAddress(request.port());
    }
    InetSocketAddress address = new InetSocketAddress(request.listenAddress(), request.port());
    if (address.isUnresolved()) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "Could not listen for a seed: SeedListenAddress "
              + request.listenAddress()
              + " is unknown here");
    }
    return address;
  }

  /** How long a seed may be without a connection. */
  public Duration reconnectLimit() {
    return config.reconnectLimit();
  }

  /**
   * Connects to the receiver of a seed.
   *
   * @param limit how long to try
   */
  public SendingSession connect(SendRequest request, String transport, Duration limit)
      throws InterruptedException {
    cryptography.use();
    return SendingSession.connect(
        settings(),
        rate,
        request.targetHost(),
        request.port(),
        request.seed().value(),
        transport,
        limit);
  }

  private WireSettings settings() {
    return new WireSettings(
        agentVersion,
        config.tls() ? Optional.of(tls.seeding()) : Optional.empty(),
        verifyNames,
        config.secretFile().map(SecretFile::read),
        config.allowed(),
        config.lanes(),
        WireSettings.Compression.valueOf(config.compression().toUpperCase(Locale.ROOT)),
        config.peerLimit(),
        config.reconnectLimit());
  }
}
