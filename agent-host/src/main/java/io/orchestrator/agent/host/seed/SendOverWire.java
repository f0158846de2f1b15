package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.host.wire.SeedConnections;
import io.orchestrator.agent.wire.SendingSession;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a transport send over the agents' own connection, and tells the target how it ended. */
final class SendOverWire {
  private static final Logger log = LoggerFactory.getLogger(SendOverWire.class);

  private final SeedConnections connections;

  @Inject
  SendOverWire(SeedConnections connections) {
    this.connections = connections;
  }

  TransferResult send(SeedTransport transport, SendRequest request, ActiveSeed seed)
      throws InterruptedException {
    seed.phase("connecting to " + request.targetHost());
    try (SendingSession session = connections.connect(request, transport.name())) {
      seed.sendsBy(session);
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
