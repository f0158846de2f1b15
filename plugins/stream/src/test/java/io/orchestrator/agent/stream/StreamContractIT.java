package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.SeedTransportContract;
import org.junit.jupiter.api.Tag;

@Tag("stream")
class StreamContractIT extends SeedTransportContract {
  @Override
  protected SeedTransport transport(FakeAgentContext context) {
    return new StreamSeed(context);
  }
}
