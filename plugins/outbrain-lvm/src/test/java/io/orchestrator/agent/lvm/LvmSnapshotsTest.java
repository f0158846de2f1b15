package io.orchestrator.agent.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract does not ask for: which tools are run how. */
class LvmSnapshotsTest {
  @TempDir Path folder;
  private Path mountPoint;
  private FakeLvm lvm;

  @BeforeEach
  void makeAHost() throws Exception {
    lvm = new FakeLvm(folder);
    mountPoint = Files.createDirectory(folder.toRealPath().resolve("mnt"));
  }

  @Test
  void mountsForASeedReadOnly() throws Exception {
    String path = lvm.classic("snap");
    provider().mount(new MountRequest(path, mountPoint, MountAccess.READ_ONLY));
    assertThat(ran("mount")).containsExactly("mount -o ro " + path + " " + mountPoint);
    assertThat(ran("lvchange")).isEmpty();
  }

  @Test
  void mountsForAServerReadWrite() throws Exception {
    String path = lvm.classic("snap");
    assertThat(
            provider().mount(new MountRequest(path, mountPoint, MountAccess.READ_WRITE)).readOnly())
        .isFalse();
    assertThat(ran("mount")).containsExactly("mount -o rw " + path + " " + mountPoint);
  }

  @Test
  void mountsXfsBesideItsOrigin() throws Exception {
    String path = lvm.classic("snap");
    lvm.fileSystem(path, "xfs");
    assertThat(
            provider()
                .mount(new MountRequest(path, mountPoint, MountAccess.READ_ONLY))
                .fileSystem())
        .isEqualTo("xfs");
    assertThat(ran("mount")).containsExactly("mount -o ro,nouuid " + path + " " + mountPoint);
  }

  @Test
  void activatesAThinSnapshotFirst() throws Exception {
    String path = lvm.thin("snap");
    provider().mount(new MountRequest(path, mountPoint, MountAccess.READ_ONLY));
    assertThat(ran("lvchange")).containsExactly("lvchange --yes -ay -K " + path);
  }

  @Test
  void tellsWhatWasMountedWhereAndHow() throws Exception {
    String path = lvm.classic("a-b");
    var mount = provider().mount(new MountRequest(path, mountPoint, MountAccess.READ_ONLY));
    assertThat(mount.path()).isEqualTo(mountPoint);
    assertThat(mount.device()).isEqualTo("/dev/mapper/vg--data-a--b");
    assertThat(mount.volumePath()).isEqualTo(path);
    assertThat(mount.fileSystem()).isEqualTo("ext4");
  }

  @Test
  void deactivatesAThinSnapshotThatItCouldNotMount() {
    String path = lvm.thin("snap");
    lvm.commands().fails(32, "mount: can't read superblock.\n", "mount");
    assertFails(
            () -> provider().mount(new MountRequest(path, mountPoint, MountAccess.READ_ONLY)),
            ErrorCode.COMMAND_FAILED)
        .hasMessageContaining("can't read superblock");
    assertThat(lvm.active(path)).isFalse();
  }

  @Test
  void leavesASnapshotActiveThatWasBefore() {
    String path = lvm.classic("snap");
    lvm.commands().fails(32, "mount: can't read superblock.\n", "mount");
    assertFails(
        () -> provider().mount(new MountRequest(path, mountPoint, MountAccess.READ_ONLY)),
        ErrorCode.COMMAND_FAILED);
    assertThat(ran("lvchange")).isEmpty();
  }

  @Test
  void takesAMountAwayThatCameTooLate() {
    String path = lvm.thin("snap");
    lvm.commands()
        .answers(
            "mount",
            command -> command.arguments().get(0).equals("mount"),
            command -> {
              lvm.mounted(path, mountPoint);
              throw new AgentException(ErrorCode.TIMED_OUT, "mount took too long");
            });
    assertFails(
        () -> provider().mount(new MountRequest(path, mountPoint, MountAccess.READ_ONLY)),
        ErrorCode.TIMED_OUT);
    assertThat(ran("umount")).containsExactly("umount " + mountPoint);
    assertThat(lvm.active(path)).isFalse();
  }

  @Test
  void saysWhatElseWentWrongWhileCleaningUp() {
    String path = lvm.thin("snap");
    lvm.commands()
        .fails(32, "mount: no.\n", "mount")
        .fails(5, "  device-mapper: no.\n", "lvchange", "-an");
    assertThatThrownBy(
            () -> provider().mount(new MountRequest(path, mountPoint, MountAccess.READ_ONLY)))
        .hasMessageContaining("Could not mount")
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("Could not deactivate " + path));
  }

  @Test
  void refusesASnapshotThatTurnsOutToBeFull() {
    String path = lvm.inactiveAndFull("snap");
    assertFails(
        () -> provider().mount(new MountRequest(path, mountPoint, MountAccess.READ_ONLY)),
        ErrorCode.RESOURCES_EXHAUSTED);
    assertThat(ran("mount")).isEmpty();
  }

  @Test
  void refusesASnapshotWithoutAFileSystem() {
    String path = lvm.classic("snap");
    lvm.commands().fails(2, "", "blkid");
    assertFails(
            () -> provider().mount(new MountRequest(path, mountPoint, MountAccess.READ_ONLY)),
            ErrorCode.COMMAND_FAILED)
        .hasMessage("blkid found no file system on " + path);
    assertThat(ran("mount")).isEmpty();
  }

  @Test
  void suggestsToAllowBlkidToWhomSudoRefuses() {
    String path = lvm.classic("snap");
    lvm.commands().fails(1, "sudo: a password is required\n", "blkid");
    assertFails(
            () -> provider().mount(new MountRequest(path, mountPoint, MountAccess.READ_ONLY)),
            ErrorCode.PERMISSION_DENIED)
        .hasMessageContaining("let sudo start blkid");
  }

  @Test
  void saysWhatIsMountedAlready() {
    lvm.mounted("8:1", "/dev/sda1", mountPoint, "ext4", "rw");
    assertFails(
            () ->
                provider()
                    .mount(
                        new MountRequest(lvm.classic("snap"), mountPoint, MountAccess.READ_ONLY)),
            ErrorCode.CONFLICT)
        .hasMessageContaining("/dev/sda1");
    assertThat(ran("mount")).isEmpty();
  }

  @Test
  void createsAMissingMountPoint() throws Exception {
    Path missing = folder.toRealPath().resolve("missing");
    provider().mount(new MountRequest(lvm.classic("snap"), missing, MountAccess.READ_ONLY));
    assertThat(ran("mkdir")).containsExactly("mkdir -p " + missing);
    assertThat(provider().mounted(missing)).isPresent();
  }

  @Test
  void createsNoMountPointInNowhere() {
    assertUnfit(folder.resolve("missing/mnt"));
  }

  @Test
  void mountsOnNoFile() throws Exception {
    assertUnfit(Files.createFile(folder.resolve("file")));
  }

  @Test
  void mountsNotOnTheDatadirNorAboveIt() throws Exception {
    assertUnfit(Path.of("/"));
    assertUnfit(folder);
    assertUnfit(folder.resolve("datadir"));
    assertUnfit(
        Files.createSymbolicLink(folder.resolve("link"), folder.toRealPath().resolve("datadir")));
  }

  @Test
  void mountsOnNoRelativePath() {
    assertUnfit(Path.of("mnt"));
    assertUnfit(folder.resolve("mnt/../mnt"));
  }

  @Test
  void showsAForeignMountAsNobodysVolume() throws Exception {
    lvm.mounted("0:40", "tmpfs", mountPoint, "tmpfs", "rw");
    assertThat(provider().mounted(mountPoint))
        .hasValueSatisfying(mount -> assertThat(mount.volumePath()).isEmpty());
    assertThat(lvm.commands().ran()).isEmpty();
  }

  @Test
  void recognisesAVolumeByItsNumberOrAnyOfItsNames() throws Exception {
    String path = lvm.classic("a-b");
    for (var mount :
        List.of(
            List.of("253:1", "/dev/dm-1"),
            List.of("0:99", "/dev/mapper/vg--data-a--b"),
            List.of("0:99", path))) {
      lvm.mounted(mount.get(0), mount.get(1), mountPoint, "btrfs", "ro");
      assertThat(provider().mounted(mountPoint))
          .hasValueSatisfying(found -> assertThat(found.volumePath()).isEqualTo(path));
    }
  }

  @Test
  void asksNobodyWhileNothingIsMounted() throws Exception {
    assertThat(provider().mounted(mountPoint)).isEmpty();
    assertThat(lvm.commands().ran()).isEmpty();
  }

  @Test
  void saysWhoKeepsAMountBusy() throws Exception {
    var mount =
        provider().mount(new MountRequest(lvm.classic("snap"), mountPoint, MountAccess.READ_ONLY));
    lvm.busy();
    assertFails(() -> provider().unmount(mount), ErrorCode.CONFLICT)
        .hasMessageContaining("4711, 4712");
    assertThat(provider().mounted(mountPoint)).contains(mount);
  }

  @Test
  void suggestsHowToFindOutWhoKeepsAMountBusy() throws Exception {
    var mount =
        provider().mount(new MountRequest(lvm.classic("snap"), mountPoint, MountAccess.READ_ONLY));
    lvm.busy();
    lvm.commands().without("fuser");
    assertFails(() -> provider().unmount(mount), ErrorCode.CONFLICT)
        .hasMessageContaining("fuser -vm");
  }

  @Test
  void leavesAForeignMountInItsPlace() throws Exception {
    var mount =
        provider().mount(new MountRequest(lvm.classic("snap"), mountPoint, MountAccess.READ_ONLY));
    provider().unmount(mount);
    lvm.mounted("8:1", "/dev/sda1", mountPoint, "ext4", "rw");
    provider().unmount(mount);
    assertThat(ran("umount")).hasSize(1);
  }

  @Test
  void refusesToUnmountWhatIsCovered() throws Exception {
    var mount =
        provider().mount(new MountRequest(lvm.classic("snap"), mountPoint, MountAccess.READ_ONLY));
    lvm.mounted("8:1", "/dev/sda1", mountPoint, "ext4", "rw");
    assertFails(() -> provider().unmount(mount), ErrorCode.CONFLICT)
        .hasMessageContaining("/dev/sda1");
    assertThat(ran("umount")).isEmpty();
  }

  @Test
  void removesWithoutForce() throws Exception {
    String path = lvm.classic("snap-my");
    provider().remove(path);
    assertThat(ran("lvremove")).containsExactly("lvremove --yes " + path);
    assertThat(lvm.exists(path)).isFalse();
  }

  @Test
  void removesNothingThatIsMountedElsewhere() {
    String path = lvm.classic("snap-my");
    lvm.mounted(path, folder.resolve("else where"));
    assertFails(() -> provider().remove(path), ErrorCode.CONFLICT)
        .hasMessageContaining("else where");
    assertThat(ran("lvremove")).isEmpty();
  }

  @Test
  void removesNothingThatLvmKnowsToBeInUse() {
    String path = lvm.classic("snap-my");
    lvm.commands()
        .fails(5, "  Logical volume vg-data/snap-my contains a filesystem in use.\n", "lvremove");
    assertFails(() -> provider().remove(path), ErrorCode.CONFLICT).hasMessageContaining("in use");
  }

  @Test
  void returnsTheSnapshotThatTheCommandMade() throws Exception {
    lvm.classic("old");
    assertThat(provider().create())
        .hasValueSatisfying(
            volume -> {
              assertThat(volume.name()).isEqualTo("new-my");
              assertThat(volume.offered()).isTrue();
            });
    assertThat(lvm.commands().ran())
        .filteredOn(command -> command.arguments().get(0).equals("bash"))
        .singleElement()
        .extracting(Command::isAsRoot)
        .isEqualTo(false);
  }

  @Test
  void returnsNothingIfTheCommandMadeNoneThatLvsLists() throws Exception {
    lvm.classic("old");
    lvm.commands().prints("", "bash");
    assertThat(provider().create()).isEmpty();
  }

  @Test
  void saysThatThereIsNoSpaceForASnapshot() {
    lvm.commands()
        .fails(
            5,
            "  Volume group \"vg\" has insufficient free space (2 extents): 25 required.\n",
            "bash");
    assertFails(() -> provider().create(), ErrorCode.RESOURCES_EXHAUSTED)
        .hasMessageContaining("25 required");
  }

  @Test
  void saysWhyTheCommandFailed() {
    lvm.commands().fails(3, "no such volume\n", "bash");
    assertFails(() -> provider().create(), ErrorCode.COMMAND_FAILED)
        .hasMessageContaining("CreateSnapshotCommand exited with 3: no such volume")
        .hasMessageContaining("new-my");
  }

  @Test
  void namesTheMissingToolsInItsCheck() throws Exception {
    lvm.commands().without("lvs", "blkid");
    assertThat(provider().check().usable()).isFalse();
    assertThat(provider().check().reason()).contains("lvs, blkid");
  }

  @Test
  void namesTheMissingRightInItsCheck() throws Exception {
    lvm.commands().fails(5, "  /run/lock/lvm: open failed: Permission denied\n", "lvs");
    assertThat(provider().check().usable()).isFalse();
    assertThat(provider().check().reason()).contains("ExecWithSudo");
  }

  private LvmSnapshots provider() {
    return new LvmSnapshots(
        FakeAgentContext.in(folder)
            .withCommands(lvm.commands())
            .with("SnapshotVolumesFilter", "-my")
            .with("CreateSnapshotCommand", "new-my")
            .withMounts(lvm.mounts()));
  }

  private List<String> ran(String tool) {
    return lvm.commands().lines().stream().filter(line -> line.startsWith(tool + " ")).toList();
  }

  private void assertUnfit(Path path) {
    String snapshot = lvm.exists("/dev/vg-data/snap") ? "/dev/vg-data/snap" : lvm.classic("snap");
    assertFails(
            () -> provider().mount(new MountRequest(snapshot, path, MountAccess.READ_ONLY)),
            ErrorCode.INVALID_ARGUMENT)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("SnapshotMountPoint");
    assertThat(ran("mount")).isEmpty();
    assertThat(ran("mkdir")).isEmpty();
  }

  private static AbstractThrowableAssert<?, ?> assertFails(
      ThrowingCallable action, ErrorCode code) {
    return assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            AgentException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }
}
