package io.orchestrator.agent.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract does not ask for. */
@Tag("btrfs")
@RequiresRoot
@RequiresTool({"btrfs", "mkfs.btrfs", "losetup"})
class BtrfsSnapshotsIT {
  @TempDir Path folder;
  private BtrfsDisk disk;
  private Path mountPoint;

  @BeforeEach
  void makeDisk() throws Exception {
    disk = BtrfsDisk.make(folder);
    mountPoint = disk.folder().resolve("mnt");
  }

  @AfterEach
  void removeDisk() throws Exception {
    disk.remove();
  }

  @Test
  void namesSnapshotsSoThatTheFilterFindsThem() throws Exception {
    Volume made = disk.provider().create().orElseThrow();

    assertThat(made.offered()).isTrue();
    assertThat(made.name()).startsWith("-my-20");
    assertThat(made.origin()).contains(disk.datadir().toString());
  }

  @Test
  void findsTheSubvolumeOfADatadirThatIsAFolderInIt() throws Exception {
    Path inside = Files.createDirectories(disk.datadir().resolve("a/mysql"));
    Files.writeString(inside.resolve("ibdata1"), "inside");
    BtrfsSnapshots provider =
        new BtrfsSnapshots(disk.context().withMySql(FakeMySqlFacts.of(inside)));

    Volume made = provider.create().orElseThrow();

    assertThat(Path.of(made.path()).resolve("a/mysql/ibdata1")).hasContent("inside");
  }

  @Test
  void worksWhereTheDatadirIsAMountOfItsOwn() throws Exception {
    Path mounted = Files.createDirectory(disk.folder().resolve("var-lib-mysql"));
    String image = disk.folder().resolve("image").toString();
    BtrfsDisk.run("mount", "-o", "loop,subvol=data", image, mounted.toString());
    BtrfsSnapshots provider =
        new BtrfsSnapshots(disk.context().withMySql(FakeMySqlFacts.of(mounted)));

    Volume made = provider.create().orElseThrow();

    assertThat(provider.check().usable()).as(provider.check().reason()).isTrue();
    assertThat(made.offered()).isTrue();
    Mount mount = provider.mount(request(made.path(), MountAccess.READ_ONLY));
    assertThat(mount.path().resolve("ibdata1")).hasContent("data");
    assertThat(provider.mounted(mountPoint)).contains(mount);
  }

  @Test
  void makesNoSnapshotThatWouldNotBeWhole() throws Exception {
    BtrfsDisk.run("btrfs", "subvolume", "create", disk.datadir().resolve("schema").toString());

    assertFails(disk.provider()::create, ErrorCode.UNSUPPORTED, "data/schema");
    assertThat(disk.subvolumes()).isEmpty();
  }

  @Test
  void leavesNothingUnlistedOnAFullFileSystem() throws Exception {
    fillUp();

    try {
      Volume made = disk.provider().create().orElseThrow();
      assertThat(disk.subvolumes()).containsExactly("snapshots/" + made.name());
    } catch (AgentException full) {
      assertThat(full.code()).isEqualTo(ErrorCode.RESOURCES_EXHAUSTED);
      assertThat(disk.subvolumes()).isEmpty();
    }
  }

  private void fillUp() {
    byte[] block = new byte[1 << 20];
    new Random(1).nextBytes(block);
    assertThatThrownBy(
            () -> {
              try (OutputStream out = Files.newOutputStream(disk.datadir().resolve("filling"))) {
                for (int i = 0; i < 1000; i++) {
                  out.write(block);
                }
              }
            })
        .hasMessageContaining("No space left");
  }

  @Test
  void offersNoSnapshotOfSomethingElse() throws Exception {
    Path other = disk.top().resolve("other");
    BtrfsDisk.run("btrfs", "subvolume", "create", other.toString());
    Path foreign = disk.snapshots().resolve("foreign-my-1");
    BtrfsDisk.run("btrfs", "subvolume", "snapshot", "-r", other.toString(), foreign.toString());

    assertThat(disk.provider().list()).noneMatch(Volume::offered);
    assertFails(
        () -> disk.provider().remove(foreign.toString()),
        ErrorCode.INVALID_ARGUMENT,
        "no snapshot of the datadir");
  }

  @Test
  void takesFoldersAndLinksForNoSnapshots() throws Exception {
    Files.createDirectory(disk.snapshots().resolve("folder-my-1"));
    Files.createSymbolicLink(disk.snapshots().resolve("link-my-1"), disk.datadir());

    assertThat(disk.provider().list()).noneMatch(Volume::snapshot);
    assertFails(
        () -> disk.provider().remove(disk.snapshots().resolve("link-my-1").toString()),
        ErrorCode.NOT_FOUND,
        "no snapshot");
  }

  @Test
  void makesASnapshotReadOnlyAgainAfterItWasMountedForWriting() throws Exception {
    Path snapshot = disk.snapshot("a-my-1");
    Mount mount = disk.provider().mount(request(snapshot.toString(), MountAccess.READ_WRITE));

    disk.provider().unmount(mount);

    assertThatThrownBy(() -> Files.createFile(snapshot.resolve("new")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void throwsAwayTheCopiesOfACrash() throws Exception {
    Path snapshot = disk.snapshot("a-my-1");
    Path left = disk.snapshots().resolve(".disposable-b-my-2");
    BtrfsDisk.run("btrfs", "subvolume", "snapshot", snapshot.toString(), left.toString());

    Mount mount = disk.provider().mount(request(snapshot.toString(), MountAccess.DISPOSABLE));
    disk.provider().unmount(mount);

    assertThat(disk.subvolumes()).containsExactly("snapshots/a-my-1");
  }

  @Test
  void saysWhyTheSnapshotDirectoryDoesNotDo() throws Exception {
    assertUnfit("/tmp", "is not on the file system");
    assertUnfit(disk.datadir().toString(), "is in the datadir");
    assertUnfit(disk.folder().resolve("missing").toString(), "is no directory");
  }

  private void assertUnfit(String directory, String why) throws Exception {
    BtrfsSnapshots provider =
        new BtrfsSnapshots(disk.context().with("SnapshotDirectory", directory));
    assertThat(provider.check().usable()).isFalse();
    assertThat(provider.check().reason()).contains(why);
    assertFails(provider::create, ErrorCode.INVALID_CONFIGURATION, why);
  }

  @Test
  void saysThatTheDatadirIsNotOnBtrfs() throws Exception {
    BtrfsSnapshots provider =
        new BtrfsSnapshots(disk.context().withMySql(FakeMySqlFacts.of(Path.of("/dev/shm"))));

    assertThat(provider.check().usable()).isFalse();
    assertThat(provider.check().reason()).contains("not on btrfs");
  }

  private MountRequest request(String path, MountAccess access) {
    return new MountRequest(path, mountPoint, access);
  }

  private static void assertFails(ThrowingCallable action, ErrorCode code, String words) {
    assertThatThrownBy(action)
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", code)
        .hasMessageContaining(words);
  }
}
