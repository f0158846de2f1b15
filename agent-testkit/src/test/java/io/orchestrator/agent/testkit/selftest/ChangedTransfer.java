package io.orchestrator.agent.testkit.selftest;

import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.wire.WireReceiver;
import io.orchestrator.agent.api.wire.WireSender;
import java.util.Optional;

/** A transfer of which a test changes what the transport reports. */
class ChangedTransfer implements Transfer {
  private final Transfer to;

  ChangedTransfer(Transfer to) {
    this.to = to;
  }

  @Override
  public CommandRunner commands() {
    return to.commands();
  }

  @Override
  public void listening() {
    to.listening();
  }

  @Override
  public void transferred(long total) {
    to.transferred(total);
  }

  @Override
  public void phase(String phase) {
    to.phase(phase);
  }

  @Override
  public Optional<String> endReason() {
    return to.endReason();
  }

  @Override
  public WireSender wireSender() {
    return to.wireSender();
  }

  @Override
  public WireReceiver wireReceiver() {
    return to.wireReceiver();
  }
}
