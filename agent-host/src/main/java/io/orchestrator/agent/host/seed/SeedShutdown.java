package io.orchestrator.agent.host.seed;

import jakarta.inject.Inject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent stops: the active seed ends, and no other begins. */
public final class SeedShutdown {
  private static final Logger log = LoggerFactory.getLogger(SeedShutdown.class);

  private final SeedRunner runner;
  private final SeedLimits limits;

  @Inject
  SeedShutdown(SeedRunner runner, SeedLimits limits) {
    this.runner = runner;
    this.limits = limits;
  }

  /** Returns when the seed is over, or after a bounded time. */
  public void stop() throws InterruptedException {
    Optional<ActiveSeed> active = runner.stop();
    if (active.isPresent() && !active.get().awaitOver(limits.stop())) {
      log.error("The transport of {} does not react to the agent's stop", active.get());
    }
  }
}
