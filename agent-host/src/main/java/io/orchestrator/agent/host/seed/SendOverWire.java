package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.host.wire.SeedConnections;
import io.orchestrator.agent.wire.SendingSession;
import jakarta.inject.Inject;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a transport send over the agents' own connection, and tells the target how it ended. */
final class SendOverWire {
  private static final Logger log = LoggerFactory.getLogger(SendOverWire.class);

  /** Whatever ends the target's agent each time would go on doing so. */
  private static final int MOST_RESTARTS = 10;

  private final SeedConnections connections;

  @Inject
  SendOverWire(SeedConnections connections) {
    this.connections = connections;
  }

  TransferResult send(SeedTransport transport, SendRequest request, ActiveSeed seed)
      throws InterruptedException {
    Duration limit = request.connectLimit();
    for (int restarts = 0; ; restarts++) {
      try {
        return send(transport, request, limit, seed);
      } catch (AgentException e) {
        if (e.code() != ErrorCode.PEER_RESTARTED || seed.endReason().isPresent()) {
          throw e;
        }
        requireResumable(transport, restarts, e);
        log.warn("The target's agent was started anew in the middle of {}; sending again", seed);
        limit = connections.reconnectLimit();
      }
    }
  }

  private static void requireResumable(SeedTransport transport, int restarts, AgentException e) {
    if (!transport.resumes()) {
      throw new AgentException(
          ErrorCode.PEER_RESTARTED,
          e.getMessage() + "; the transport " + transport.name() + " can't go on after that",
          e);
    }
    if (restarts >= MOST_RESTARTS) {
      throw new AgentException(
          ErrorCode.PEER_RESTARTED,
          "The target's agent was started anew "
              + (restarts + 1)
              + " times in the middle of the seed; see in its log what ends it",
          e);
    }
  }

  private TransferResult send(
      SeedTransport transport, SendRequest request, Duration limit, ActiveSeed seed)
      throws InterruptedException {
    seed.phase("connecting to " + request.targetHost());
    try (SendingSession session = connections.connect(request, transport.name(), limit)) {
      seed.sendsBy(session);
      session.explainedBy(seed::explained);
      return new WireCourse(seed, session::failure, session::fail)
          .run(() -> send(transport, request, seed, session));
    }
  }

  private static TransferResult send(
      SeedTransport transport, SendRequest request, ActiveSeed seed, SendingSession session)
      throws InterruptedException {
    TransferResult result = transport.send(request, seed);
    seed.phase("waiting until the target has everything on disk");
    seed.waitsForPeer();
    String received = session.awaitDone();
    log.info("The target of {} has: {}", seed, received);
    return result;
  }
}
