package io.orchestrator.agent.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The part of {@link SnapshotProviderContract} that is about {@link MountAccess#DISPOSABLE}. */
abstract class SnapshotDisposableContract extends SnapshotWriteContract {
  @Test
  void mountsADisposableCopy() throws Exception {
    Volume snapshot = oneToCopy();
    Mount mount = mount(snapshot.path(), MountAccess.DISPOSABLE);
    assertThat(mount.readOnly()).as("readOnly() of a disposable mount").isFalse();
    assertThat(mount.volumePath())
        .as("volumePath() of a disposable mount must be the path() of what it is a copy of")
        .isEqualTo(snapshot.path());
    assertThat(provider().mounted(mountPoint()))
        .as("mounted() of a new provider: a disposable mount must be known after a restart")
        .contains(mount);
  }

  @Test
  void leavesASnapshotAsItWasUnderADisposableCopy() throws Exception {
    Volume snapshot = oneToCopy();
    Mount mount = mount(snapshot.path(), MountAccess.DISPOSABLE);
    Files.writeString(mount.path().resolve("contract-scratch"), "scratch");
    provider().unmount(mount);
    assertThat(mount(snapshot.path()).path().resolve("contract-scratch"))
        .as("a file that was written to a disposable copy, in the snapshot itself")
        .doesNotExist();
  }

  @Test
  void makesAFreshDisposableCopyEachTime() throws Exception {
    Volume snapshot = oneToCopy();
    Mount first = mount(snapshot.path(), MountAccess.DISPOSABLE);
    Files.writeString(first.path().resolve("contract-scratch"), "scratch");
    provider().unmount(first);
    Mount second = mount(snapshot.path(), MountAccess.DISPOSABLE);
    assertThat(second.path().resolve("contract-scratch"))
        .as("a file that was written to an earlier disposable copy, in a later one")
        .doesNotExist();
  }

  @Test
  void offersNoDisposableCopy() throws Exception {
    Volume snapshot = oneToCopy();
    List<String> before = offered().stream().map(Volume::path).toList();
    mount(snapshot.path(), MountAccess.DISPOSABLE);
    assertThat(offered().stream().map(Volume::path).toList())
        .as("what list() offers while a disposable copy is mounted: the same as before")
        .isEqualTo(before);
  }

  @Test
  void throwsADisposableCopyAwayWhenItIsUnmounted() throws Exception {
    Volume snapshot = oneToCopy();
    Set<String> before = storage();
    provider().unmount(mount(snapshot.path(), MountAccess.DISPOSABLE));
    assertThat(provider().mounted(mountPoint())).as("mounted() after unmount()").isEmpty();
    assertThat(storage())
        .as(
            "what is on the storage after a disposable copy was unmounted, by a provider that did"
                + " not mount it, as after a restart: the copy must be gone")
        .isEqualTo(before);
  }

  @Test
  void leavesNothingOfADisposableMountThatIsRefused() throws Exception {
    Volume snapshot = oneToCopy();
    Mount first = mount(snapshot.path());
    Set<String> before = storage();
    assertRefused(
        "a disposable mount() while something is mounted at the mount point",
        () -> mount(snapshot.path(), MountAccess.DISPOSABLE),
        ErrorCode.CONFLICT);
    assertThat(storage())
        .as("what is on the storage after a disposable mount() was refused")
        .isEqualTo(before);
    assertThat(provider().mounted(mountPoint()))
        .as("mounted() after a refused disposable mount(): the first must still be there")
        .contains(first);
  }

  @Test
  void leavesNothingOfADisposableMountThatIsInterrupted() throws Exception {
    Volume snapshot = oneToCopy();
    Set<String> before = storage();
    long start = System.nanoTime();
    provider().unmount(mount(snapshot.path(), MountAccess.DISPOSABLE));
    Duration usual = Duration.ofNanos(System.nanoTime() - start);
    for (int quarter = 0; quarter < 4; quarter++) {
      boolean returned =
          InterruptedCall.of(
              () -> mount(snapshot.path(), MountAccess.DISPOSABLE),
              usual.multipliedBy(quarter).dividedBy(4));
      if (returned) {
        leaveNothingMounted();
      }
      assertNothingIsMounted();
      assertThat(storage())
          .as("what is on the storage after a disposable mount() was interrupted")
          .isEqualTo(before);
    }
  }

  @Test
  void clearsUpDisposableCopiesThatACrashLeft() throws Exception {
    Volume snapshot = oneToCopy();
    Set<String> before = storage();
    mount(snapshot.path(), MountAccess.DISPOSABLE);
    reboot();
    assertThat(provider().mounted(mountPoint())).as("mounted() after a reboot").isEmpty();
    Mount mount = mount(snapshot.path(), MountAccess.DISPOSABLE);
    provider().unmount(mount);
    assertThat(storage())
        .as(
            "what is on the storage after a crash and another disposable mount() and unmount():"
                + " mount() must throw away the copies that are not mounted any more")
        .isEqualTo(before);
  }

  @Test
  void keepsADisposableCopyThatIsInUse() throws Exception {
    Assumptions.assumeTrue(supportsUse(), "this provider's mounts can't be in use");
    Volume snapshot = oneToCopy();
    Set<String> before = storage();
    Mount mount = mount(snapshot.path(), MountAccess.DISPOSABLE);
    Path file = Files.writeString(mount.path().resolve("contract-open"), "open");
    try (MountUser user = MountUser.ofFile(file)) {
      assertRefused(
          "unmount() of a disposable copy while process %d has a file open there"
              .formatted(user.pid()),
          () -> provider().unmount(mount),
          ErrorCode.CONFLICT);
      assertThat(file).as("a file in a disposable copy after a refused unmount()").exists();
    }
    provider().unmount(mount);
    assertThat(storage())
        .as("what is on the storage once the copy was unmounted after all")
        .isEqualTo(before);
  }

  private Volume oneToCopy() throws Exception {
    Assumptions.assumeTrue(
        supportsFiles() && supportsDisposable(), "this provider mounts no disposable copies");
    makeSnapshots(1);
    return newest();
  }

  @Test
  void saysThatItMountsNoDisposableCopies() throws Exception {
    Assumptions.assumeTrue(
        supportsFiles() && !supportsDisposable(), "this provider mounts disposable copies");
    makeSnapshots(1);
    assertRefused(
        "a disposable mount() of a provider that makes no copies",
        () -> mount(newest().path(), MountAccess.DISPOSABLE),
        ErrorCode.UNSUPPORTED);
    assertNothingIsMounted();
  }
}
