package io.orchestrator.agent.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The part of {@link SnapshotProviderContract} that is about what a mount shows and lets do. */
abstract class SnapshotAccessContract extends SnapshotMountContract {
  private static final String FILE = "contract-file";

  @Test
  void showsTheDataAsItWasWhenTheSnapshotWasMade() throws Exception {
    Assumptions.assumeTrue(supportsFiles(), "this storage is in memory");
    Files.writeString(origin().resolve(FILE), "before");
    makeSnapshots(1);
    Files.writeString(origin().resolve(FILE), "after");
    assertThat(mount(newest().path()).path().resolve(FILE))
        .as("a file of the snapshot that has changed since in the origin")
        .hasContent("before");
  }

  @Test
  void letsNothingBeWrittenToAReadOnlyMount() throws Exception {
    Assumptions.assumeTrue(supportsKernelMounts(), "this provider does not really mount");
    makeSnapshots(1);
    Path file = mount(newest().path()).path().resolve(FILE);
    assertThatThrownBy(() -> Files.writeString(file, "written"))
        .as("writing to a mount that was asked to be read-only")
        .isInstanceOf(IOException.class);
  }

  @Test
  void keepsWhatIsWrittenToAReadWriteMount() throws Exception {
    Assumptions.assumeTrue(supportsReadWrite(), "this provider mounts nothing for writing");
    makeSnapshots(1);
    String path = newest().path();
    Mount mount = mount(path, MountAccess.READ_WRITE);
    assertThat(mount.readOnly()).as("readOnly() of a read-write mount").isFalse();
    Files.writeString(mount.path().resolve(FILE), "written");
    provider().unmount(mount);
    assertThat(mount(path).path().resolve(FILE))
        .as("a file that was written to a read-write mount, in the next mount of the snapshot")
        .hasContent("written");
  }

  @Test
  void leavesTheSnapshotAsItWasUnderADisposableMount() throws Exception {
    assumeDisposable();
    Files.writeString(origin().resolve(FILE), "original");
    makeSnapshots(1);
    String path = newest().path();
    Mount mount = mountCopy(path);
    assertThat(mount.readOnly()).as("readOnly() of a disposable mount").isFalse();
    assertThat(mount.path().resolve(FILE)).as("a file of the copy").hasContent("original");
    Files.writeString(mount.path().resolve(FILE), "changed");
    provider().unmount(mount);
    assertThat(mount(path).path().resolve(FILE))
        .as("a file of the snapshot whose disposable copy was changed")
        .hasContent("original");
  }

  @Test
  void namesTheSnapshotThatADisposableMountIsACopyOf() throws Exception {
    assumeDisposable();
    makeSnapshots(2);
    String path = newest().path();
    assertThat(mountCopy(path).volumePath())
        .as("volumePath() of a disposable mount: the snapshot's path")
        .isEqualTo(path);
  }

  @Test
  void offersNoDisposableCopy() throws Exception {
    assumeDisposable();
    makeSnapshots(1);
    List<String> before = paths(offered());
    Mount unused = mountCopy(newest().path());
    assertThat(paths(offered()))
        .as("the snapshots that are offered() while a disposable copy is mounted")
        .isEqualTo(before);
  }

  @Test
  void mountsADisposableCopyBesideASeed() throws Exception {
    assumeDisposable();
    makeSnapshots(1);
    Mount seed = mount(newest().path());
    Mount copy = mountCopy(newest().path());
    assertThat(provider().mounted(mountPoint())).as("mounted() of the seed").contains(seed);
    assertThat(provider().mounted(otherMountPoint())).as("mounted() of the copy").contains(copy);
    provider().unmount(copy);
    assertThat(provider().mounted(mountPoint()))
        .as("mounted() of the seed after the copy was unmounted")
        .contains(seed);
  }

  @Test
  void throwsADisposableCopyAwayEvenAfterARestart() throws Exception {
    assumeDisposable();
    makeSnapshots(1);
    List<String> before = paths(provider().list());
    Mount unused = mountCopy(newest().path());
    provider().unmount(provider().mounted(otherMountPoint()).orElseThrow());
    assertThat(provider().mounted(otherMountPoint())).as("mounted() after unmount()").isEmpty();
    assertThat(paths(provider().list()))
        .as("list() after a disposable mount was unmounted: the copy must be gone")
        .isEqualTo(before);
  }

  @Test
  void keepsAMountThatIsInUse() throws Exception {
    Assumptions.assumeTrue(supportsKernelMounts(), "this provider does not really mount");
    makeSnapshots(1);
    Mount mount = mount(newest().path());
    Process user = new ProcessBuilder("sleep", "60").directory(mount.path().toFile()).start();
    try {
      assertRefused(
          "unmount() while a process works in the mount",
          () -> provider().unmount(mount),
          ErrorCode.CONFLICT);
      assertThat(provider().mounted(mountPoint()))
          .as("mounted() after a refused unmount()")
          .contains(mount);
    } finally {
      user.destroyForcibly();
      assertThat(user.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    provider().unmount(mount);
    assertNothingIsMounted();
  }

  private void assumeDisposable() {
    Assumptions.assumeTrue(supportsDisposable(), "this provider makes no disposable copies");
  }

  private Mount mountCopy(String path) throws Exception {
    return provider().mount(new MountRequest(path, otherMountPoint(), MountAccess.DISPOSABLE));
  }

  private Mount mount(String path, MountAccess access) throws Exception {
    return provider().mount(new MountRequest(path, mountPoint(), access));
  }

  private static List<String> paths(List<Volume> volumes) {
    return volumes.stream().map(Volume::path).toList();
  }
}
