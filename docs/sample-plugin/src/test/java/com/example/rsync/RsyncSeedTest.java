package com.example.rsync;

import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.SeedTransportContract;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Everything that the agent expects of a transport, with real rsyncs. */
@RequiresTool("rsync")
@RequiresRoot
class RsyncSeedTest extends SeedTransportContract {
  @TempDir Path secrets;

  @Override
  protected SeedTransport transport(FakeAgentContext context) {
    String file = Secrets.write(secrets.resolve("secret"), "known to both sides");
    return new RsyncSeed(context.with("RsyncSecretFile", file));
  }
}
