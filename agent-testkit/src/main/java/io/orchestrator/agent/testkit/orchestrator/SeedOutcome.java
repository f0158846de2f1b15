package io.orchestrator.agent.testkit.orchestrator;

import java.time.Duration;
import java.util.List;

/**
 * How a seed ended, as far as the server can tell.
 *
 * @param seedId its number
 * @param successful true if the server holds it to be successful, which need not be so
 * @param reason why not; empty if successful
 * @param events the steps, without looks at the target beyond the first thousand
 * @param took from its first step to its last
 */
public record SeedOutcome(
    long seedId, boolean successful, String reason, List<SeedEvent> events, Duration took) {
  /** Keeps a copy of the list. */
  public SeedOutcome {
    events = List.copyOf(events);
  }
}
