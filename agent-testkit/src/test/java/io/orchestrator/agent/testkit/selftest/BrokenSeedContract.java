package io.orchestrator.agent.testkit.selftest;

import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.SeedTransportContract;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The contract with a broken transport on both hosts, and little patience. */
abstract class BrokenSeedContract extends SeedTransportContract {
  private final SeedTransport broken;

  BrokenSeedContract(SeedTransport broken) {
    this.broken = broken;
  }

  @Override
  protected SeedTransport transport(FakeAgentContext context) {
    return broken;
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  @Override
  protected Duration connectLimit() {
    return Duration.ofMillis(200);
  }

  /** Where the defect is that something does not end. */
  abstract static class Hasty extends BrokenSeedContract {
    Hasty(SeedTransport broken) {
      super(broken);
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }
  }

  /** Takes longer than there is patience, whatever happens. */
  static void stayDeaf() {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (System.nanoTime() < end) {
      Thread.interrupted();
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
