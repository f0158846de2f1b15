package io.orchestrator.agent.testkit.selftest;

import io.orchestrator.agent.api.seed.Transfer;

/** One that does not tell that the receiver listens. */
final class SilentTransfer extends ChangedTransfer {
  SilentTransfer(Transfer to) {
    super(to);
  }

  @Override
  public void listening() {}
}
