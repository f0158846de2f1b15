package com.example.rsync;

import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.SeedTransportContract;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;

/** Everything that the agent expects of a transport, with real rsyncs. */
@RequiresTool("rsync")
@RequiresRoot
class RsyncSeedTest extends SeedTransportContract {
  @Override
  protected SeedTransport transport(FakeAgentContext context) {
    return new RsyncSeed(context.with("RsyncSecretFile", Secrets.file(context, "a secret")));
  }
}
