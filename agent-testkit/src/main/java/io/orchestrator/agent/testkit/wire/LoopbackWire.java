package io.orchestrator.agent.testkit.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.wire.RateLimit;
import io.orchestrator.agent.wire.SendingSession;
import io.orchestrator.agent.wire.WireListener;
import io.orchestrator.agent.wire.WireSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The real wire on the loopback device: two data lanes, no TLS, no secret, no compression, short
 * limits for a peer that is gone.
 */
public final class LoopbackWire {
  private static final Duration PEER_LIMIT = Duration.ofSeconds(3);
  private static final Duration RECONNECT_LIMIT = Duration.ofSeconds(6);
  private static final int LANES = 2;

  private LoopbackWire() {}

  /**
   * Listens for the sender of a seed.
   *
   * @param port 0 for any that is free
   * @throws AgentException if the port is taken
   */
  public static WireListener listen(int port, long seed) {
    return WireListener.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        settings(),
        seed,
        hello -> Optional.empty());
  }

  /**
   * Connects to such a receiver.
   *
   * @param limit how long to try
   * @param rate how fast it may send
   * @throws AgentException if there is none within the limit
   */
  public static SendingSession connect(
      int port, long seed, String transport, Duration limit, RateLimit rate)
      throws InterruptedException {
    return SendingSession.connect(
        settings(),
        rate,
        InetAddress.getLoopbackAddress().getHostAddress(),
        port,
        seed,
        transport,
        limit);
  }

  private static WireSettings settings() {
    return new WireSettings(
        "1.0.0",
        Optional.empty(),
        false,
        Optional.empty(),
        List.of(),
        LANES,
        WireSettings.Compression.OFF,
        PEER_LIMIT,
        RECONNECT_LIMIT);
  }
}
