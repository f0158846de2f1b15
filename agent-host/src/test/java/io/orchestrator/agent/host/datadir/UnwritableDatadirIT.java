package io.orchestrator.agent.host.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.seed.EmptyDatadir;
import io.orchestrator.agent.host.state.UnfinishedMark;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A datadir that somebody has protected, on a file system with room. */
@Tag("seed")
@RequiresRoot
@RequiresTool("chattr")
class UnwritableDatadirIT {
  private final ProcessRunner commands = new ProcessRunner(false);
  @TempDir Path folder;
  private TestHost host;
  private Path table;

  @BeforeEach
  void protect() throws Exception {
    host = new TestHost(folder).with("KeepOldDatadir", true);
    Files.createFile(host.datadir().resolve("ibdata1"));
    table = Files.createDirectory(host.datadir().resolve("shop")).resolve("orders.ibd");
    Files.createFile(table);
    commands.run(Command.of("chattr", "+i", host.datadir().toString()));
  }

  @AfterEach
  void release() throws Exception {
    commands.run(Command.of("chattr", "-i", host.datadir().toString()));
  }

  @Test
  void isNotDeletedInsteadOfKept() {
    assertThatThrownBy(() -> host.get(EmptyDatadir.class).empty())
        .hasFieldOrPropertyWithValue("code", ErrorCode.IO_FAILED);

    assertThat(table).exists();
    assertThat(host.get(UnfinishedMark.class).all()).isEmpty();
  }
}
