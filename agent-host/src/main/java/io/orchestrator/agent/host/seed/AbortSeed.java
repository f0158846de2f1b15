package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedId;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Ends a seed on request, on either end. */
public final class AbortSeed {
  /**
   * An abort so soon after the end of a seed means that seed, not a coming one with the same id.
   */
  private static final Duration SOON = Duration.ofMinutes(2);

  private final SeedRunner runner;
  private final SeedJournal journal;
  private final EarlyAborts early;
  private final SeedLimits limits;
  private final Clock clock;

  @Inject
  AbortSeed(
      SeedRunner runner, SeedJournal journal, EarlyAborts early, SeedLimits limits, Clock clock) {
    this.runner = runner;
    this.journal = journal;
    this.early = early;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Returns when the seed is over, or at once if it does not go on.
   *
   * @throws AgentException {@code TIMED_OUT} if its transport does not react; the seed counts as
   *     aborted all the same
   */
  public void abort(SeedId id) throws InterruptedException {
    // First of all: a receive that is about to start either shows as active or finds this.
    early.remember(id);
    Optional<ActiveSeed> active = runner.active().filter(seed -> seed.id().equals(id));
    if (active.isPresent()) {
      early.take(id);
      runner.stop(active.get(), SeedRecord.State.ABORTED, "it was aborted on request");
      if (!active.get().awaitOver(limits.abort())) {
        throw new AgentException(
            ErrorCode.TIMED_OUT,
            "Seed "
                + id
                + " is aborted, but its transport does not react; no other seed can start before it"
                + " does or the agent is restarted");
      }
    } else if (hasJustEnded(id, SeedRecord.Role.RECEIVE)
        || hasJustEnded(id, SeedRecord.Role.SEND)) {
      early.take(id);
    }
  }

  private boolean hasJustEnded(SeedId id, SeedRecord.Role role) {
    return journal
        .find(id, role)
        .filter(record -> clock.millis() - record.endedAt() < SOON.toMillis())
        .isPresent();
  }
}
