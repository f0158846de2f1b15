package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.snapshot.SnapshotLocator;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.snapshot.SnapshotLocatorContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LvmLocatorContractTest extends SnapshotLocatorContract {
  private final ScriptedCommands commands = new ScriptedCommands();
  @TempDir Path folder;

  @Override
  protected SnapshotLocator locator() {
    commands
        .prints("db1\n", "bash", "-c", "local")
        .prints("db1\ndb2.elsewhere\n", "bash", "-c", "all");
    return locator("local", "all");
  }

  @Override
  protected SnapshotLocator locatorWithoutHosts() {
    return locator("", "");
  }

  @Override
  protected SnapshotLocator failingLocator() {
    commands.fails(1, "no route to host", "bash");
    return locator("local", "all");
  }

  private SnapshotLocator locator(String local, String all) {
    return new LvmSnapshotLocator(
        FakeAgentContext.in(folder)
            .withCommands(commands)
            .with("AvailableLocalSnapshotHostsCommand", local)
            .with("AvailableSnapshotHostsCommand", all));
  }
}
