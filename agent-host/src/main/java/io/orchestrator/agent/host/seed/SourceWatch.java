package io.orchestrator.agent.host.seed;

import jakarta.inject.Inject;

/** Fails a seed whose source has lost its data, instead of sending what is left of it. */
public final class SourceWatch {
  private final SeedRunner runner;

  @Inject
  SourceWatch(SeedRunner runner) {
    this.runner = runner;
  }

  /** Looks once; called every few seconds. */
  public void look() throws InterruptedException {
    ActiveSeed seed = runner.active().orElse(null);
    if (seed == null) {
      return;
    }
    seed.sourceProblem().ifPresent(problem -> runner.stop(seed, SeedRecord.State.FAILED, problem));
  }
}
