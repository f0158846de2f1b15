package io.orchestrator.agent.testkit.selftest;

import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.FakeSeedTransport;
import io.orchestrator.agent.testkit.seed.SeedTransportContract;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** The fake keeps the contract. */
@Tag("selftest")
class FakeSeedTransportTest extends SeedTransportContract {
  @Override
  protected SeedTransport transport(FakeAgentContext context) {
    return new FakeSeedTransport();
  }

  @Override
  protected Duration connectLimit() {
    return Duration.ofMillis(300);
  }
}
