package io.orchestrator.agent.btrfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where data directory and snapshots may be, and where not. */
class BtrfsLayoutsIT extends BtrfsHost {
  @Test
  void takesSnapshotsOfTheTopOfTheFileSystem() throws Exception {
    Mount mount = mount(create(), MountAccess.READ_ONLY);

    assertThat(mount.path().resolve("lib/mysql/ibdata1")).hasContent("data");
  }

  @Test
  void takesSnapshotsOfTheSubvolumeThatAFolderIsIn() throws Exception {
    datadir = Files.createDirectories(btrfs.subvolume(btrfs.top().resolve("vol")).resolve("a/b"));
    Files.writeString(datadir.resolve("ibdata1"), "inner");

    Volume volume = provider().create().orElseThrow();

    assertThat(volume.origin()).contains(btrfs.top().resolve("vol").toString());
    assertThat(mount(volume.path(), MountAccess.READ_ONLY).path().resolve("a/b/ibdata1"))
        .hasContent("inner");
  }

  @Test
  void takesSnapshotsIntoASubvolumeInTheOriginOutsideOfTheDatadir() throws Exception {
    snapshots = btrfs.subvolume(btrfs.top().resolve("lib/snapshots"));

    create();

    assertThat(provider().list()).hasSize(1);
  }

  @Test
  void findsSnapshotsByWhicheverMountTheFolderIsReached() throws Exception {
    btrfs.subvolume(btrfs.top().resolve("other vol"));
    Files.createDirectory(btrfs.top().resolve("other vol/in"));
    snapshots = btrfs.mount("other vol", folder.resolve("elsewhere")).resolve("in");
    String path = create();

    snapshots = btrfs.top().resolve("other vol/in");

    assertThat(provider().list())
        .extracting(Volume::path)
        .containsExactly(snapshots.resolve(Path.of(path).getFileName()).toString());
    assertThat(provider().check().usable()).isTrue();
  }

  @Test
  void doesNotTakeAFolderOfTheSamePathInAnotherSubvolumeForItsOwn() throws Exception {
    btrfs.subvolume(btrfs.top().resolve("vol"));
    Files.createDirectory(btrfs.top().resolve("vol/snaps"));
    create();
    snapshots = btrfs.top().resolve("vol/snaps");

    assertThat(provider().list()).isEmpty();
  }

  @Test
  void followsALinkToTheDatadirAndToTheSnapshots() throws Exception {
    datadir = Files.createSymbolicLink(folder.resolve("data link"), datadir);
    snapshots = Files.createSymbolicLink(folder.resolve("snaps link"), snapshots);

    Mount mount = mount(create(), MountAccess.READ_ONLY);

    assertThat(mount.volumePath()).startsWith(snapshots.toString());
    assertThat(provider().list()).hasSize(1);
  }

  @Test
  void refusesADatadirWithASubvolumeInIt() throws Exception {
    Files.createDirectory(datadir.resolve("db"));
    btrfs.subvolume(datadir.resolve("db/nested"));

    assertRefused(this::create, ErrorCode.CONFLICT).hasMessageContaining("lib/mysql/db/nested");
    assertThat(provider().list()).isEmpty();
  }

  @Test
  void refusesADatadirWithAMountInIt() throws Exception {
    Path logs = Files.createDirectory(datadir.resolve("logs"));
    btrfs.run("mount", "--bind", snapshots.toString(), logs.toString());

    assertRefused(this::create, ErrorCode.CONFLICT).hasMessageContaining(logs.toString());
  }

  @Test
  void refusesADatadirWhoseSubvolumeIsNotMounted() throws Exception {
    Path bound = Files.createDirectory(folder.resolve("bound"));
    btrfs.run("mount", "--bind", datadir.toString(), bound.toString());
    datadir = bound;

    assertRefused(this::create, ErrorCode.UNSUPPORTED).hasMessageContaining(bound.toString());
  }

  @Test
  void saysThatTheDatadirIsNotOnBtrfs() throws Exception {
    datadir = folder.resolve("datadir");

    assertThat(provider().check().usable()).isFalse();
    assertThat(provider().check().reason()).contains(datadir + " is not on btrfs");
    assertRefused(this::create, ErrorCode.UNSUPPORTED);
  }

  @Test
  void saysThatTheSnapshotFolderIsInTheDatadir() throws Exception {
    snapshots = Files.createDirectory(datadir.resolve("snaps"));

    assertThat(provider().check().reason()).contains(snapshots + " is in the datadir");
    assertRefused(this::create, ErrorCode.INVALID_CONFIGURATION);
  }

  @Test
  void saysThatTheSnapshotFolderIsInTheDatadirByAnotherMount() throws Exception {
    Path inside = Files.createDirectory(datadir.resolve("snaps"));
    snapshots = Files.createDirectory(folder.resolve("bound"));
    btrfs.run("mount", "--bind", inside.toString(), snapshots.toString());

    assertThat(provider().check().reason()).contains(snapshots + " is in the datadir");
  }

  @Test
  void saysThatTheSnapshotFolderIsNotOnBtrfs() throws Exception {
    snapshots = Files.createDirectory(folder.resolve("plain"));

    assertThat(provider().check().reason()).contains(snapshots + " is not on btrfs");
  }

  @Test
  void saysThatTheSnapshotFolderIsMissing() throws Exception {
    Files.delete(snapshots);

    assertThat(provider().check().reason()).contains(snapshots.toString()).contains("create it");
  }

  @Test
  void saysThatTheRightIsMissing() throws Exception {
    ScriptedCommands refusing =
        new ScriptedCommands()
            .fails(1, "ERROR: can't perform the search: Operation not permitted\n", "btrfs");

    CheckResult result = new BtrfsSnapshots(context().withCommands(refusing)).check();

    assertThat(result.usable()).isFalse();
    assertThat(result.reason()).contains("not permitted").contains("ExecWithSudo");
  }

  @Test
  void saysThatNoFolderCanBeNamedAsTheFilterWants() throws Exception {
    BtrfsSnapshots provider = new BtrfsSnapshots(context().with("SnapshotVolumesFilter", "/../x"));

    assertThat(provider.check().reason()).contains("SnapshotVolumesFilter");
    assertRefused(provider::create, ErrorCode.INVALID_CONFIGURATION);
    assertThat(btrfs.subvolumes()).isEmpty();
  }
}
