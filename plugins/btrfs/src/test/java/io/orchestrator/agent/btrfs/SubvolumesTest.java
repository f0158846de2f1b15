package io.orchestrator.agent.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** The answers were recorded from btrfs-progs 6.2. */
class SubvolumesTest {
  private static final Path PLACE = Path.of("/top/my snaps");
  private static final String PARENT = "6c6101cc-5634-4c4a-b10a-7e420fa54f11";

  private final ScriptedCommands commands = new ScriptedCommands();
  private final Subvolumes subvolumes = new Subvolumes(new RootTools(commands));

  @Test
  void readsSnapshotsNewestFirst() throws Exception {
    commands.prints(
        """
        ID 259 gen 7 cgen 7 top level 257 otime 2026-11-25 20:18:53 parent_uuid %1$s path my snaps/in/s 1
        ID 261 gen 8 cgen 8 top level 5 otime 2026-11-25 20:18:53 parent_uuid %1$s path <FS_TREE>/a
        """
            .formatted(PARENT),
        "btrfs",
        "subvolume",
        "list",
        "-a",
        "-s",
        "-q",
        PLACE.toString());
    Instant time =
        LocalDateTime.parse("2026-11-25T20:18:53").atZone(ZoneId.systemDefault()).toInstant();

    assertThat(subvolumes.snapshots(PLACE))
        .containsExactly(
            new Subvolumes.Snapshot(261, "/a", time, PARENT),
            new Subvolumes.Snapshot(259, "/my snaps/in/s 1", time, PARENT));
  }

  @Test
  void ignoresTheRestOfANameWithALineBreak() throws Exception {
    commands.prints(
        """
        ID 259 gen 7 cgen 7 top level 5 otime 2026-11-25 20:18:53 parent_uuid %s path a
        b path c
        """
            .formatted(PARENT),
        "btrfs");

    assertThat(subvolumes.snapshots(PLACE))
        .extracting(Subvolumes.Snapshot::path)
        .containsExactly("/a");
  }

  @Test
  void readsThePathsOfAllSubvolumes() throws Exception {
    commands.prints(
        """
        ID 256 gen 12 top level 5 path <FS_TREE>/data
        ID 258 gen 7 top level 256 path data/ne st
        """,
        "btrfs");

    assertThat(subvolumes.paths(PLACE)).containsExactly("/data", "/data/ne st");
  }

  @Test
  void readsTheUuidOfASubvolumeAndNotItsParents() throws Exception {
    commands.prints(
        """
        data
        \tName: \t\t\tdata
        \tUUID: \t\t\t%s
        \tParent UUID: \t\t774576b1-142a-4d4d-822f-ee6cde111bd3
        \tReceived UUID: \t\t-
        """
            .formatted(PARENT),
        "btrfs",
        "subvolume",
        "show");

    assertThat(subvolumes.uuid(PLACE)).isEqualTo(PARENT);
  }

  @Test
  void saysThatTheRightIsMissing() {
    commands.fails(1, "ERROR: can't perform the search: Operation not permitted\n", "btrfs");

    assertThatThrownBy(() -> subvolumes.snapshots(PLACE))
        .hasMessageContaining("list the snapshots of the btrfs at /top/my snaps")
        .hasMessageContaining("ExecWithSudo")
        .extracting("code")
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
  }
}
