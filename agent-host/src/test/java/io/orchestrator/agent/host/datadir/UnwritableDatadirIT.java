package io.orchestrator.agent.host.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.seed.EmptyDatadir;
import io.orchestrator.agent.host.state.UnfinishedMark;
import io.orchestrator.agent.testkit.live.SmallDisk;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A datadir on a file system with room that nothing can be written to. */
@Tag("seed")
@RequiresRoot
class UnwritableDatadirIT {
  @TempDir Path folder;
  private TestHost host;
  private SmallDisk disk;

  @BeforeEach
  void protect() throws Exception {
    host = new TestHost(folder).with("KeepOldDatadir", true);
    disk = SmallDisk.at(host.datadir(), "16m");
    Files.createFile(host.datadir().resolve("ibdata1"));
    disk.writeProtect();
  }

  @AfterEach
  void unmount() throws Exception {
    disk.close();
  }

  @Test
  void isNotDeletedInsteadOfKept() {
    assertThatThrownBy(() -> host.get(EmptyDatadir.class).empty())
        .hasFieldOrPropertyWithValue("code", ErrorCode.IO_FAILED)
        .hasMessageContaining("keep the data");

    assertThat(host.get(UnfinishedMark.class).all()).isEmpty();
  }
}
