package io.orchestrator.agent.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.Volume;
import java.nio.file.Files;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link SnapshotProviderContract} that is about mounts that are written to, and about
 * those that are in use.
 */
abstract class SnapshotWriteContract extends SnapshotMountContract {
  @Test
  void keepsWhatIsWrittenToAMountForWriting() throws Exception {
    Volume snapshot = oneToWrite();
    Mount mount = mount(snapshot.path(), MountAccess.READ_WRITE);
    assertThat(mount.readOnly()).as("readOnly() of a mount for writing").isFalse();
    Files.writeString(mount.path().resolve("contract-written"), "kept");
    provider().unmount(mount);
    assertThat(mount(snapshot.path()).path().resolve("contract-written"))
        .as("a file that was written to a mount for writing, in the snapshot when mounted again")
        .hasContent("kept");
  }

  @Test
  void remembersThatAMountIsForWriting() throws Exception {
    Volume snapshot = oneToWrite();
    Mount mount = mount(snapshot.path(), MountAccess.READ_WRITE);
    assertThat(provider().mounted(mountPoint()))
        .as("mounted() of a new provider: a mount for writing must not be taken for another")
        .contains(mount);
  }

  @Test
  void mountsReadOnlyAfterAMountForWriting() throws Exception {
    Volume snapshot = oneToWrite();
    provider().unmount(mount(snapshot.path(), MountAccess.READ_WRITE));
    assertThat(mount(snapshot.path()).readOnly())
        .as("readOnly() of a read-only mount after one for writing")
        .isTrue();
  }

  @Test
  void refusesToUnmountWhatAProcessIsIn() throws Exception {
    Mount mount = oneInUse();
    try (MountUser user = MountUser.in(mount.path())) {
      assertStaysMounted(mount, user, "works in it");
    }
    assertUnmounts(mount);
  }

  @Test
  void refusesToUnmountWhatAProcessReadsFrom() throws Exception {
    Mount mount = oneInUse();
    try (MountUser user = MountUser.ofFile(mount.path())) {
      assertStaysMounted(mount, user, "has it open");
    }
    assertUnmounts(mount);
  }

  private Volume oneToWrite() throws Exception {
    Assumptions.assumeTrue(
        supportsFiles() && supportsReadWrite(), "this provider does not mount for writing");
    makeSnapshots(1);
    return newest();
  }

  private Mount oneInUse() throws Exception {
    Assumptions.assumeTrue(supportsUse(), "this provider's mounts can't be in use");
    makeSnapshots(1);
    return mount(newest().path());
  }

  private void assertStaysMounted(Mount mount, MountUser user, String how) throws Exception {
    assertRefused(
        "unmount() while process %d %s".formatted(user.pid(), how),
        () -> provider().unmount(mount),
        ErrorCode.CONFLICT);
    assertThat(provider().mounted(mountPoint()))
        .as("mounted() after unmount() was refused: it must still be there, also to its users")
        .contains(mount);
  }

  private void assertUnmounts(Mount mount) throws Exception {
    provider().unmount(mount);
    assertThat(provider().mounted(mountPoint()))
        .as("mounted() after unmount(), with nobody using it any more")
        .isEmpty();
  }
}
