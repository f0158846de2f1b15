package io.orchestrator.agent.testkit.seed;

import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.api.wire.WireReceiver;
import io.orchestrator.agent.api.wire.WireSender;

/**
 * The fake transport over the host's connection. After a receive that was cut it goes on in the
 * simplest way: it takes nothing from there.
 */
public class FakeWireTransport extends FakeSeedTransport {
  @Override
  public boolean usesWire() {
    return true;
  }

  @Override
  public boolean resumes() {
    return true;
  }

  @Override
  public TransferResult send(SendRequest request, Transfer transfer) throws InterruptedException {
    WireSender wire = transfer.wireSender();
    return send(request, wire.input(), wire.output(), transfer);
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    WireReceiver wire = transfer.wireReceiver();
    return receive(request, wire.input(), wire.output(), transfer);
  }
}
