package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.host.config.AgentConfig;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fails a seed that gives no sign of work, before orchestrator gives up without a reason. */
public final class StallWatch {
  private final SeedRunner runner;
  private final Duration limit;
  private final Clock clock;
  private @Nullable ActiveSeed watched;
  private long work;
  private long changedAt;

  @Inject
  StallWatch(SeedRunner runner, AgentConfig config, Clock clock) {
    this.runner = runner;
    this.limit = config.seed().stallLimit();
    this.clock = clock;
  }

  /** Looks once; called every few seconds. */
  public synchronized void look() {
    Optional<ActiveSeed> active = runner.active();
    if (active.isEmpty()) {
      watched = null;
      return;
    }
    ActiveSeed seed = active.get();
    long now = seed.work();
    if (seed != watched || now != work || seed.isPeersTurn()) {
      watched = seed;
      work = now;
      changedAt = clock.millis();
    } else if (clock.millis() - changedAt > limit.toMillis()) {
      runner.stop(
          seed,
          SeedRecord.State.FAILED,
          "it gave no sign of work for "
              + limit.toSeconds()
              + " s ("
              + seed.phase()
              + ", "
              + seed.bytes()
              + " bytes); SeedStallSeconds sets that limit");
    }
  }
}
