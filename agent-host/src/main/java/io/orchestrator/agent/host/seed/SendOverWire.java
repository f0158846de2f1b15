package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.host.wire.SeedConnections;
import io.orchestrator.agent.wire.SendingSession;
import jakarta.inject.Inject;

/** Lets a transport send over the agents' own connection, and tells the target how it ended. */
final class SendOverWire {
  private final SeedConnections connections;

  @Inject
  SendOverWire(SeedConnections connections) {
    this.connections = connections;
  }

  TransferResult send(SeedTransport transport, SendRequest request, ActiveSeed seed)
      throws InterruptedException {
    seed.phase("connecting to " + request.targetHost());
    try (SendingSession session = connections.connect(request, transport.name())) {
      return send(transport, request, seed, session);
    }
  }

  private static TransferResult send(
      SeedTransport transport, SendRequest request, ActiveSeed seed, SendingSession session)
      throws InterruptedException {
    boolean good = false;
    AgentException why =
        new AgentException(ErrorCode.INTERNAL, "the transport " + transport.name() + " broke");
    try {
      seed.sendsBy(session);
      TransferResult result = transport.send(request, seed);
      seed.phase("waiting until the target has everything on disk");
      String unused = session.awaitDone();
      good = true;
      return result;
    } catch (AgentException e) {
      why = session.failure().orElse(e);
      throw why;
    } finally {
      if (!good) {
        session.fail(Reasons.forThePeer(seed, why));
      }
    }
  }
}
