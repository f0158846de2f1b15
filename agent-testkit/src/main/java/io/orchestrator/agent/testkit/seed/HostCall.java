package io.orchestrator.agent.testkit.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.wire.LoopbackWire;
import io.orchestrator.agent.wire.ReceivingSession;
import io.orchestrator.agent.wire.SendingSession;
import io.orchestrator.agent.wire.WireListener;

/**
 * Calls a transport as the host does. Where it {@link SeedTransport#usesWire()} the connection is
 * made first, over the loopback device whatever host the request names, and the other side is told
 * how the call ended.
 */
public final class HostCall {
  private HostCall() {}

  /** Receives; see {@link SeedTransport#receive}. */
  public static TransferResult receive(
      SeedTransport transport, ReceiveRequest request, FakeTransfer transfer)
      throws InterruptedException {
    if (!transport.usesWire()) {
      return transport.receive(request, transfer);
    }
    try (WireListener listener = LoopbackWire.listen(request.port(), request.seed().value())) {
      transfer.phase("waiting for the sender");
      transfer.listening();
      ReceivingSession session = listener.awaitSender(request.connectLimit());
      transfer.receivesOver(session);
      return receive(transport, request, transfer, session);
    }
  }

  private static TransferResult receive(
      SeedTransport transport,
      ReceiveRequest request,
      FakeTransfer transfer,
      ReceivingSession session)
      throws InterruptedException {
    AgentException why = stopped(transfer);
    boolean good = false;
    try {
      TransferResult result = transport.receive(request, transfer);
      good = true;
      boolean unused = session.done(result.summary());
      return result;
    } catch (AgentException failed) {
      why = session.failure().orElse(failed);
      throw why;
    } finally {
      if (!good) {
        session.fail(why);
      }
    }
  }

  /** Sends; see {@link SeedTransport#send}. */
  public static TransferResult send(
      SeedTransport transport, SendRequest request, FakeTransfer transfer)
      throws InterruptedException {
    if (!transport.usesWire()) {
      return transport.send(request, transfer);
    }
    transfer.phase("connecting to " + request.targetHost());
    try (SendingSession session =
        LoopbackWire.connect(
            request.port(),
            request.seed().value(),
            transport.name(),
            request.connectLimit(),
            transfer.rate())) {
      transfer.sendsOver(session);
      return send(transport, request, transfer, session);
    }
  }

  private static TransferResult send(
      SeedTransport transport, SendRequest request, FakeTransfer transfer, SendingSession session)
      throws InterruptedException {
    AgentException why = stopped(transfer);
    boolean good = false;
    try {
      TransferResult result = transport.send(request, transfer);
      String unused = session.awaitDone();
      good = true;
      return result;
    } catch (AgentException failed) {
      why = session.failure().orElse(failed);
      throw why;
    } finally {
      if (!good) {
        session.fail(why);
      }
    }
  }

  private static AgentException stopped(FakeTransfer transfer) {
    return new AgentException(
        ErrorCode.ABORTED, transfer.endReason().orElse("The transport was stopped"));
  }
}
