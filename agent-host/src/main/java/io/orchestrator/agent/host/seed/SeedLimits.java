package io.orchestrator.agent.host.seed;

import java.time.Duration;

/**
 * How long callers are made to wait; orchestrator itself waits for 60 s.
 *
 * @param listen until a receiver must listen
 * @param abort until an aborted seed must be over
 * @param stop how long the agent's stop waits for the active seed
 */
record SeedLimits(Duration listen, Duration abort, Duration stop) {
  static final SeedLimits USUAL =
      new SeedLimits(Duration.ofSeconds(15), Duration.ofSeconds(20), Duration.ofSeconds(15));
}
