package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.seed.SeedId;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Ends a seed on request, on either end. */
public final class AbortSeed {
  private static final Duration END_LIMIT = Duration.ofSeconds(20);

  /**
   * An abort so soon after the end of a seed means that seed, not a coming one with the same id.
   */
  private static final Duration SOON = Duration.ofMinutes(2);

  private final SeedRunner runner;
  private final SeedJournal journal;
  private final EarlyAborts early;
  private final Clock clock;

  @Inject
  AbortSeed(SeedRunner runner, SeedJournal journal, EarlyAborts early, Clock clock) {
    this.runner = runner;
    this.journal = journal;
    this.early = early;
    this.clock = clock;
  }

  /** Returns when the seed is over, or at once if it does not go on. */
  public void abort(SeedId id) throws InterruptedException {
    Optional<ActiveSeed> active = runner.active().filter(seed -> seed.id().equals(id));
    if (active.isPresent()) {
      active.get().stop(SeedRecord.State.ABORTED, "it was aborted on request");
      active.get().awaitOver(END_LIMIT);
      return;
    }
    boolean justEnded =
        journal
            .find(id)
            .filter(record -> clock.millis() - record.endedAt() < SOON.toMillis())
            .isPresent();
    if (!justEnded) {
      early.remember(id);
    }
  }
}
