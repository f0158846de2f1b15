package io.orchestrator.agent.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.Volume;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link SnapshotProviderContract} that is about mounts that are or must not be written
 * to, and about those that are in use.
 */
abstract class SnapshotWriteContract extends SnapshotMountContract {
  @Test
  void refusesWritesToAReadOnlyMount() throws Exception {
    Assumptions.assumeTrue(supportsFiles(), "this provider's mounts have no files");
    Assumptions.assumeTrue(supportsRefusingWrites(), "this provider hands out folders");
    makeSnapshots(1);
    assertRefusesWrites(mount(newest().path()));
  }

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
    Mount mount = mount(snapshot.path());
    assertThat(mount.readOnly())
        .as("readOnly() of a read-only mount after one for writing")
        .isTrue();
    if (supportsRefusingWrites()) {
      assertRefusesWrites(mount);
    }
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

  private static void assertRefusesWrites(Mount mount) throws IOException {
    Path top = mount.path();
    List<String> accepted = new ArrayList<>();
    if (isDone(() -> Files.createFile(top.resolve("contract-refused")))) {
      accepted.add("making a file");
    }
    if (isDone(() -> Files.setLastModifiedTime(top, FileTime.fromMillis(0)))) {
      accepted.add("changing the time of its folder");
    }
    Optional<Path> file = someFile(top);
    if (file.isPresent()
        && isDone(() -> FileChannel.open(file.get(), StandardOpenOption.WRITE).close())) {
      accepted.add("opening " + top.relativize(file.get()) + " for writing");
    }
    assertThat(accepted)
        .as(
            "what could be done in a mount that was asked for with READ_ONLY, and whose readOnly()"
                + " is true. Nothing in it may change, so let the kernel refuse that, as it does"
                + " after mount -o ro")
        .isEmpty();
  }

  private interface Write {
    void run() throws IOException;
  }

  private static boolean isDone(Write write) {
    try {
      write.run();
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static Optional<Path> someFile(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).findFirst();
    }
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
