package io.orchestrator.agent.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The part of {@link SnapshotProviderContract} that is about mounts. */
abstract class SnapshotMountContract extends SnapshotListContract {
  @AfterEach
  void leaveNothingMounted() throws Exception {
    Optional<Mount> mount = provider().mounted(mountPoint());
    if (mount.isPresent()) {
      provider().unmount(mount.get());
    }
  }

  @Test
  void mountsASnapshot() throws Exception {
    makeSnapshots(2);
    Volume newest = newest();
    Mount mount = mount(newest.path());
    assertThat(mount).as("mount() must not return null").isNotNull();
    assertThat(mount.volumePath())
        .as("volumePath() of the mount must be the path() of the volume as list() has it")
        .isEqualTo(newest.path());
    assertThat(mount.path()).as("path() of the mount, where its files are").isDirectory();
    assertThat(mount.readOnly()).as("readOnly() of a mount that was asked to be").isTrue();
  }

  @Test
  void makesTheMountPoint() throws Exception {
    makeSnapshots(1);
    Path fresh = mountPoint().resolveSibling("a fresh mount point");
    Mount mount = provider().mount(new MountRequest(newest().path(), fresh, MountAccess.READ_ONLY));
    try {
      assertThat(provider().mounted(fresh))
          .as("mounted() of a mount point that mount() had to make: its parent is there")
          .contains(mount);
    } finally {
      provider().unmount(mount);
    }
  }

  @Test
  void mountsAnOlderSnapshotWhenAsked() throws Exception {
    makeSnapshots(3);
    String oldest = snapshots().get(2).path();
    assertThat(mount(oldest).volumePath()).as("volumePath() of the mount").isEqualTo(oldest);
  }

  @Test
  void showsWhatIsMounted() throws Exception {
    makeSnapshots(1);
    SnapshotProvider provider = provider();
    assertThat(provider.mounted(mountPoint())).as("mounted() before any mount").isEmpty();
    Mount mount = mount(newest().path());
    assertThat(provider.mounted(mountPoint())).as("mounted() after a mount").contains(mount);
  }

  @Test
  void showsWhatIsMountedAfterARestart() throws Exception {
    makeSnapshots(1);
    Mount mount = provider().mount(request(newest().path()));
    assertThat(provider().mounted(mountPoint()))
        .as("mounted() of a new provider: a mount must not be forgotten with the agent's restart")
        .contains(mount);
  }

  @Test
  void showsNothingAtAnotherMountPoint() throws Exception {
    makeSnapshots(1);
    Path elsewhere = mountPoint().resolveSibling("another-mount-point");
    mount(newest().path());
    assertThat(provider().mounted(elsewhere))
        .as("mounted() of a place where nothing is mounted, and which need not exist")
        .isEmpty();
  }

  @Test
  void unmounts() throws Exception {
    makeSnapshots(1);
    Mount mount = mount(newest().path());
    provider().unmount(mount);
    assertThat(provider().mounted(mountPoint())).as("mounted() after unmount()").isEmpty();
  }

  @Test
  void unmountsOnceMoreWithoutAnError() throws Exception {
    makeSnapshots(1);
    Mount mount = mount(newest().path());
    provider().unmount(mount);
    provider().unmount(mount);
    assertThat(provider().mounted(mountPoint())).as("mounted() after two unmount()s").isEmpty();
  }

  @Test
  void mountsAgainAfterAnUnmount() throws Exception {
    makeSnapshots(2);
    provider().unmount(mount(newest().path()));
    String other = snapshots().get(1).path();
    assertThat(mount(other).volumePath()).as("volumePath() of the second mount").isEqualTo(other);
  }

  @Test
  void refusesToMountWhileMounted() throws Exception {
    makeSnapshots(2);
    Mount first = mount(newest().path());
    for (Volume snapshot : snapshots()) {
      assertRefused(
          "mount() while something is mounted at the mount point",
          () -> mount(snapshot.path()),
          ErrorCode.CONFLICT);
    }
    assertThat(provider().mounted(mountPoint()))
        .as("mounted() after a refused second mount(): the first must still be there")
        .contains(first);
  }

  @Test
  void refusesToMountWhatItDoesNotHave() throws Exception {
    makeSnapshots(1);
    assertRefused(
        "mount() of a volume that does not exist",
        () -> mount(newest().path() + "-gone"),
        ErrorCode.NOT_FOUND);
    assertNothingIsMounted();
  }

  @Test
  void refusesToMountWhatIsNoSnapshot() throws Exception {
    makeSnapshots(1);
    Volume volume = volumeThatIsNoSnapshot();
    assertRefused(
        "mount() of a volume that is no snapshot",
        () -> mount(volume.path()),
        ErrorCode.INVALID_ARGUMENT);
    assertNothingIsMounted();
  }

  @Test
  void refusesToMountASnapshotWhoseDataIsLost() throws Exception {
    Assumptions.assumeTrue(supportsInvalid(), "this provider's snapshots can't lose their data");
    Volume invalid = snapshotNamed(makeInvalidSnapshot());
    assertRefused(
        "mount() of an invalid snapshot",
        () -> mount(invalid.path()),
        ErrorCode.RESOURCES_EXHAUSTED);
    assertNothingIsMounted();
  }

  final Mount mount(String path) throws Exception {
    return provider().mount(request(path));
  }

  final Mount mount(String path, MountAccess access) throws Exception {
    return provider().mount(new MountRequest(path, mountPoint(), access));
  }

  final MountRequest request(String path) throws Exception {
    return new MountRequest(path, mountPoint(), MountAccess.READ_ONLY);
  }

  final void assertNothingIsMounted() throws Exception {
    assertThat(provider().mounted(mountPoint()))
        .as("mounted() after mount() failed: nothing may be mounted then")
        .isEmpty();
  }
}
