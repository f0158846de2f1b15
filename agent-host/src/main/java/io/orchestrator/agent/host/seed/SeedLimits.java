package io.orchestrator.agent.host.seed;

import java.time.Duration;

/**
 * How long callers are made to wait; orchestrator itself waits for 60 s.
 *
 * @param freeing how long a transport that talks for itself is kept waiting for deleted data to be
 *     freed: its sender comes only when it listens
 * @param listen until a receiver must listen, after that
 * @param abort until an aborted seed must be over
 * @param stop how long the agent's stop waits for the active seed
 */
record SeedLimits(Duration freeing, Duration listen, Duration abort, Duration stop) {
  static final SeedLimits USUAL =
      new SeedLimits(
          Duration.ofSeconds(25),
          Duration.ofSeconds(15),
          Duration.ofSeconds(20),
          Duration.ofSeconds(15));

  /** All that a receive may take until it is answered. */
  Duration untilListening() {
    return freeing.plus(listen);
  }
}
