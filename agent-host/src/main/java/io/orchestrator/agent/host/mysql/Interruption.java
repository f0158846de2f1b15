package io.orchestrator.agent.host.mysql;

import java.nio.channels.ClosedByInterruptException;

/** What a channel makes of an interrupt, as the exception that the rest of the agent expects. */
final class Interruption {
  private Interruption() {}

  static InterruptedException of(String doing, ClosedByInterruptException cause) {
    Thread.interrupted(); // The exception stands for the flag from here on.
    InterruptedException interrupted = new InterruptedException(doing);
    interrupted.initCause(cause);
    return interrupted;
  }
}
