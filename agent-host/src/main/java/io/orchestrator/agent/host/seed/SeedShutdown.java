package io.orchestrator.agent.host.seed;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** The agent stops: the active seed ends, and no other begins. */
public final class SeedShutdown {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final SeedRunner runner;

  @Inject
  SeedShutdown(SeedRunner runner) {
    this.runner = runner;
  }

  /** Returns when the seed is over, or after a bounded time. */
  public void stop() throws InterruptedException {
    Optional<ActiveSeed> active = runner.active();
    runner.stop();
    if (active.isPresent()) {
      active.get().awaitOver(LIMIT);
    }
  }
}
