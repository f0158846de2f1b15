package io.orchestrator.agent.testkit.seed;

import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.command.OtherPrograms;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A host of a {@link LivePair}. Immutable.
 *
 * @param context what its transport is given
 * @param programs what is installed on it
 */
record LiveHost(FakeAgentContext context, OtherPrograms programs) {
  /** A host with this machine's programs. */
  static LiveHost in(Path folder, MySqlFacts mysql) {
    return new LiveHost(
        FakeAgentContext.in(folder).withMySql(mysql), OtherPrograms.of(new ProcessRunner(false)));
  }

  LiveHost with(UnaryOperator<FakeAgentContext> change) {
    return new LiveHost(change.apply(context), programs);
  }

  LiveHost withPrograms(UnaryOperator<OtherPrograms> change) {
    OtherPrograms others = change.apply(programs);
    return new LiveHost(context.withCommands(others), others);
  }

  /** A transfer whose programs are this host's. */
  FakeTransfer transfer() {
    return new FakeTransfer(programs::on);
  }
}
