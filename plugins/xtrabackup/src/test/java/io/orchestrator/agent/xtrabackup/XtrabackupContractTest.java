package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.extension.ExtensionContract;
import io.orchestrator.agent.testkit.seed.LivePair;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class XtrabackupContractTest extends ExtensionContract {
  @TempDir Path folder;

  @Override
  protected AgentExtension extension() throws Exception {
    Path datadir = Files.createDirectories(folder.resolve("s/data"));
    Path tools = Files.createDirectories(folder.resolve("tools"));
    try (LivePair hosts =
        new LivePair(folder, FakeMySqlFacts.of(datadir), XtrabackupSeed::new)
            .withSourcePrograms(new PlayedMySql(tools, datadir)::in)) {
      return hosts.sourceTransport();
    }
  }
}
