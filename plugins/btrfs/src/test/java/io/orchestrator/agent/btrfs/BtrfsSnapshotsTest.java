package io.orchestrator.agent.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it makes of the answers of its tools; the rest is tested with a real file system. */
class BtrfsSnapshotsTest {
  private static final String LIST =
      "ID 259 gen 7 cgen 7 top level 5 otime 2026-11-25 20:18:53"
          + " parent_uuid 6c6101cc-5634-4c4a-b10a-7e420fa54f11 path snaps/one-my-1\n";

  @TempDir Path folder;
  private final ScriptedCommands commands = new ScriptedCommands();
  private Path snapshots;
  private BtrfsSnapshots provider;

  @BeforeEach
  void makeAHost() throws Exception {
    Path top = folder.toRealPath();
    snapshots = Files.createDirectory(top.resolve("snaps"));
    Files.createDirectory(snapshots.resolve("one-my-1"));
    Files.writeString(
        top.resolve("mountinfo"), "43 27 0:39 / " + top + " rw - btrfs /dev/sdb rw,subvol=/\n");
    provider =
        new BtrfsSnapshots(
            FakeAgentContext.in(top)
                .with("SnapshotDirectory", snapshots.toString())
                .with("SnapshotVolumesFilter", "-my-")
                .withMounts(new MountTable(top.resolve("mountinfo")))
                .withCommands(commands));
  }

  @Test
  void saysWhichToolIsMissing() throws Exception {
    commands.without("btrfs");

    assertThat(provider.check().usable()).isFalse();
    assertThat(provider.check().reason()).contains("btrfs not found: install btrfs-progs");
  }

  @Test
  void listsSnapshotsOfWhichTheOriginIsNotKnown() throws Exception {
    commands.prints(LIST, "btrfs", "subvolume", "list");

    assertThat(provider.list())
        .singleElement()
        .satisfies(
            volume -> {
              assertThat(volume.path()).isEqualTo(snapshots.resolve("one-my-1").toString());
              assertThat(volume.offered()).isTrue();
              assertThat(volume.origin()).isEmpty();
            });
  }

  @Test
  void takesAFullFileSystemForALackOfResources() throws Exception {
    commands.prints(LIST, "btrfs", "subvolume", "list");
    commands.fails(
        1, "ERROR: cannot delete: No space left on device\n", "btrfs", "subvolume", "delete");

    assertThatThrownBy(() -> provider.remove(snapshots.resolve("one-my-1").toString()))
        .hasMessageContaining("No space left on device. Remove snapshots or add a device")
        .extracting("code")
        .isEqualTo(ErrorCode.RESOURCES_EXHAUSTED);
  }

  @Test
  void runsEachToolAsRoot() throws Exception {
    commands.prints(LIST, "btrfs", "subvolume", "list");
    commands.prints("", "btrfs", "subvolume", "delete");

    provider.remove(snapshots.resolve("one-my-1").toString());

    assertThat(commands.ran()).hasSize(2).allMatch(Command::isAsRoot);
  }
}
