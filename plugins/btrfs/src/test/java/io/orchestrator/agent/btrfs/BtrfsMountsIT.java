package io.orchestrator.agent.btrfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Mounts on a real file system, what crashes leave, and what leads elsewhere. */
class BtrfsMountsIT extends BtrfsHost {
  @Test
  void letsNobodyWriteToAReadOnlyMount() throws Exception {
    Mount mount = mount(create(), MountAccess.READ_ONLY);

    assertThat(Files.getFileStore(mount.path()).isReadOnly()).isTrue();
  }

  @Test
  void makesASnapshotReadOnlyAgainAfterAMountForWriting() throws Exception {
    String path = create();
    Mount mount = mount(path, MountAccess.READ_WRITE);
    assertThat(isReadOnly(path)).isFalse();

    provider().unmount(mount);

    assertThat(isReadOnly(path)).isTrue();
  }

  @Test
  void makesASnapshotReadOnlyAgainAfterACrash() throws Exception {
    String path = create();
    mount(path, MountAccess.READ_WRITE);
    btrfs.run("umount", mountPoint.toString());

    mount(path, MountAccess.READ_ONLY);

    assertThat(isReadOnly(path)).isTrue();
  }

  @Test
  void leavesASnapshotWritableThatWasSoBefore() throws Exception {
    String path = create();
    btrfs.run("btrfs", "property", "set", "-ts", path, "ro", "false");

    provider().unmount(mount(path, MountAccess.READ_WRITE));

    assertThat(isReadOnly(path)).isFalse();
  }

  @Test
  void refusesToWriteToWhatIsBeingSeeded() throws Exception {
    String path = create();
    mount(path, MountAccess.READ_ONLY);
    MountRequest second = elsewhere(path, MountAccess.READ_WRITE);

    assertRefused(() -> provider().mount(second), ErrorCode.CONFLICT)
        .hasMessageContaining("mounted read-only on " + mountPoint.toRealPath());
    assertThat(isReadOnly(path)).isTrue();
  }

  @Test
  void refusesToSeedWhatIsBeingWrittenTo() throws Exception {
    String path = create();
    mount(path, MountAccess.READ_WRITE);
    MountRequest second = elsewhere(path, MountAccess.READ_ONLY);

    assertRefused(() -> provider().mount(second), ErrorCode.CONFLICT)
        .hasMessageContaining("mounted for writing on " + mountPoint.toRealPath());
    assertThat(isReadOnly(path)).isFalse();
  }

  @Test
  void mountsADisposableCopyBesideASeed() throws Exception {
    String path = create();
    Mount seed = mount(path, MountAccess.READ_ONLY);

    Mount copy = provider().mount(elsewhere(path, MountAccess.DISPOSABLE));
    Files.writeString(copy.path().resolve("scratch"), "scratch");

    assertThat(seed.path().resolve("scratch")).doesNotExist();
    provider().unmount(copy);
    assertThat(provider().mounted(mountPoint)).contains(seed);
  }

  @Test
  void refusesASecondDisposableCopyOfASnapshot() throws Exception {
    String path = create();
    Mount first = mount(path, MountAccess.DISPOSABLE);
    MountRequest second = elsewhere(path, MountAccess.DISPOSABLE);

    assertRefused(() -> provider().mount(second), ErrorCode.CONFLICT);
    assertThat(provider().mounted(mountPoint)).contains(first);
  }

  @Test
  void removesWhatALeftOverCopyIsOf() throws Exception {
    String path = create();
    mount(path, MountAccess.DISPOSABLE);
    btrfs.run("umount", mountPoint.toString());

    provider().remove(path);

    assertThat(provider().list()).isEmpty();
  }

  @Test
  void refusesToRemoveASnapshotOfWhichAFolderIsMounted() throws Exception {
    String path = create();
    btrfs.run("mount", "--bind", path + "/lib", mountPoint.toString());

    assertRefused(() -> provider().remove(path), ErrorCode.CONFLICT)
        .hasMessageContaining(mountPoint.toRealPath().toString());
  }

  @Test
  void refusesToTouchWhatIsMountedOverASnapshot() throws Exception {
    String path = create();
    Path live = btrfs.subvolume(btrfs.top().resolve("live-my-data"));
    btrfs.run("mount", "--bind", live.toString(), path);

    assertRefused(() -> provider().remove(path), ErrorCode.CONFLICT);
    assertRefused(() -> mount(path, MountAccess.READ_ONLY), ErrorCode.CONFLICT);
    assertThat(live).isDirectory();
  }

  @Test
  void takesALinkForNoSnapshot() throws Exception {
    Path live = btrfs.subvolume(btrfs.top().resolve("live"));
    Path link = Files.createSymbolicLink(snapshots.resolve("link-my-1"), live);

    assertRefused(() -> provider().remove(link.toString()), ErrorCode.NOT_FOUND);
    assertThat(live).isDirectory();
  }

  @Test
  void followsNoLinkInThePlaceOfItsFolderForCopies() throws Exception {
    String path = create();
    Path live = btrfs.subvolume(btrfs.top().resolve("live"));
    Files.createSymbolicLink(snapshots.resolve(".orchestrator-agent-disposable"), live);

    assertRefused(() -> mount(path, MountAccess.DISPOSABLE), ErrorCode.CONFLICT);
    assertThat(live).isEmptyDirectory();
  }

  @Test
  void showsThatSomethingElseIsMounted() throws Exception {
    btrfs.run("mount", "--bind", datadir.toString(), mountPoint.toString());

    assertThat(provider().mounted(mountPoint))
        .hasValueSatisfying(mount -> assertThat(mount.volumePath()).isEmpty());
  }

  @Test
  void makesSeveralSnapshotsInASecond() throws Exception {
    for (int i = 0; i < 4; i++) {
      String path = create();
      assertThat(provider().list().get(0).path()).isEqualTo(path);
    }
    assertThat(provider().list()).extracting(Volume::path).doesNotHaveDuplicates().hasSize(4);
  }

  @Test
  void makesNoDisposableCopyWithoutSpace() throws Exception {
    String path = create();
    btrfs.fill();

    assertRefused(() -> mount(path, MountAccess.DISPOSABLE), ErrorCode.RESOURCES_EXHAUSTED)
        .hasMessageContaining("MiB left");
    assertThat(btrfs.subvolumes()).hasSize(1);
    assertThat(provider().mounted(mountPoint)).isEmpty();
  }

  private MountRequest elsewhere(String path, MountAccess access) throws Exception {
    Path other = Files.createDirectories(folder.resolve("other mount"));
    return new MountRequest(path, other, access);
  }
}
