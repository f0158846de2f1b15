package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.host.config.AgentConfig;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Fails a seed that gives no sign of work, before orchestrator gives up without a reason. */
public final class StallWatch {
  private final SeedRunner runner;
  private final Duration limit;
  private final LongSupplier nanoTime;
  private @Nullable ActiveSeed watched;
  private long work;
  private long changedAt;

  @Inject
  StallWatch(SeedRunner runner, AgentConfig config) {
    this(runner, config, System::nanoTime);
  }

  // Not the system's clock: a step of that, as of a machine that is resumed, is no silence.
  StallWatch(SeedRunner runner, AgentConfig config, LongSupplier nanoTime) {
    this.runner = runner;
    this.limit = config.seed().stallLimit();
    this.nanoTime = nanoTime;
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
      changedAt = nanoTime.getAsLong();
    } else if (nanoTime.getAsLong() - changedAt > limit.toNanos()) {
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
