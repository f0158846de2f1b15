package io.orchestrator.agent.host.orchestrator;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait, always with some chance in it, so that a fleet that starts together does not
 * call together.
 *
 * @param poll between heartbeats, about
 * @param resubmit between registrations, about
 * @param firstDelay at most, before the first registration
 * @param random gives numbers from 0 to 1, 1 excluded
 */
record Pace(Duration poll, Duration resubmit, Duration firstDelay, DoubleSupplier random) {
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LAST_RETRY = Duration.ofSeconds(8);

  Duration beforeFirst() {
    return times(firstDelay, random.getAsDouble());
  }

  Duration untilPoll() {
    return times(poll, 0.9 + 0.2 * random.getAsDouble());
  }

  /** Anywhere in so many intervals between heartbeats. */
  Duration within(int polls) {
    return times(poll.multipliedBy(polls), random.getAsDouble());
  }

  Duration untilResubmit() {
    return times(resubmit, 0.9 + 0.2 * random.getAsDouble());
  }

  /** Exponential back-off with full jitter. */
  Duration untilRetry(int failures) {
    Duration ceiling = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 10));
    return times(ceiling.compareTo(LAST_RETRY) < 0 ? ceiling : LAST_RETRY, random.getAsDouble());
  }

  private static Duration times(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }
}
