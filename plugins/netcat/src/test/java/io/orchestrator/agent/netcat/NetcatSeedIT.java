package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.SeedTransportContract;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import org.junit.jupiter.api.Nested;

/** The contract over each netcat that there is. */
class NetcatSeedIT {
  abstract static class Contract extends SeedTransportContract {
    private final String program;

    Contract(String program) {
      this.program = program;
    }

    @Override
    protected SeedTransport transport(FakeAgentContext context) {
      return new NetcatSeed(
          context.with("NetcatProgram", program).withCommands(new ProcessRunner(false)));
    }
  }

  @Nested
  @RequiresTool({"tar", "nc.openbsd"})
  class OverOpenbsd extends Contract {
    OverOpenbsd() {
      super("nc.openbsd");
    }
  }

  @Nested
  @RequiresTool({"tar", "nc.traditional"})
  class OverTraditional extends Contract {
    OverTraditional() {
      super("nc.traditional");
    }
  }

  @Nested
  @RequiresTool({"tar", "ncat"})
  class OverNcat extends Contract {
    OverNcat() {
      super("ncat");
    }
  }

  @Nested
  @RequiresTool({"tar", "socat"})
  class OverSocat extends Contract {
    OverSocat() {
      super("socat");
    }
  }
}
