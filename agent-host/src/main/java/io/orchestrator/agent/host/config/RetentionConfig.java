package io.orchestrator.agent.host.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Which snapshots pruning keeps.
 *
 * @param keep how many of a provider's
 * @param maxAge no older ones
 * @param fullerThanPercent none whose own space is fuller
 */
public record RetentionConfig(
    Optional<Integer> keep, Optional<Duration> maxAge, Optional<Integer> fullerThanPercent) {
  /** Does it say nothing? */
  public boolean isEmpty() {
    return keep.isEmpty() && maxAge.isEmpty() && fullerThanPercent.isEmpty();
  }
}
