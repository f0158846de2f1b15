package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.live.SmallDisk;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of how many files a target wants parts in turn. */
@Tag("stream")
@Timeout(60)
@RequiresRoot
@RequiresTool({"mount", "umount", "mkfs.ext4", "losetup"})
class ConsentIT {
  @TempDir Path folder;

  private int filesInTurn(SmallDisk disk) throws Exception {
    try (HostileSender sender = new HostileSender(disk.path())) {
      sender.begin().end().awaitGo();
      assertThat(sender.in().readUnsignedByte()).isEqualTo(Format.NO_BASIS);
      return sender.in().readUnsignedByte();
    }
  }

  @Test
  void isOfSeveralOnExt4SoThatItsLocksDoNotKeepConnectionsWaiting() throws Exception {
    try (SmallDisk disk = SmallDisk.ext4At(folder.resolve("disk"), 32 << 20)) {
      assertThat(filesInTurn(disk)).isEqualTo(8);
    }
  }

  @Test
  void isOfOneElsewhereSoThatItsFilesAreNotScattered() throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), "32m")) {
      assertThat(filesInTurn(disk)).isOne();
    }
  }
}
