package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;

/** What the other side of a seed gets to hear. */
final class Reasons {
  private Reasons() {}

  /** The true cause, where the host knows it better than the transport that fell over it. */
  static AgentException forThePeer(ActiveSeed seed, AgentException seen) {
    return seed.endReason().map(cause -> new AgentException(seen.code(), cause, seen)).orElse(seen);
  }
}
