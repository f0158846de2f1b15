package io.orchestrator.agent.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisposableCopiesTest {
  @TempDir Path folder;
  private FakeLvm lvm;
  private Path mountPoint;

  @BeforeEach
  void makeAHost() throws Exception {
    lvm = new FakeLvm(folder);
    mountPoint = Files.createDirectory(folder.toRealPath().resolve("verify"));
  }

  @Test
  void mountsAThinCopyOfAThinSnapshot() throws Exception {
    String path = lvm.thin("snap-my");
    Mount mount = mount(path);
    assertThat(mount.volumePath()).isEqualTo(path);
    assertThat(mount.readOnly()).isFalse();
    assertThat(ran("lvcreate"))
        .containsExactly(
            "lvcreate --yes --addtag orchestrator-agent-disposable --snapshot -ky -K --name"
                + " snap-my-disposable vg-data/snap-my");
  }

  @Test
  void killsNoToolThatChangesVolumes() throws Exception {
    for (String path : List.of(lvm.thin("thin-my"), lvm.classic("classic-my"))) {
      provider().unmount(mount(path));
    }
    provider().remove("/dev/vg-data/thin-my");
    assertThat(lvm.commands().ran())
        .filteredOn(Command::isNeverKilled)
        .extracting(command -> command.arguments().get(0))
        .contains("lvchange", "lvcreate", "lvremove", "dmsetup")
        .doesNotContain("lvs", "mount", "umount", "blkid");
  }

  @Test
  void leavesTheCopiesOfAnotherAgentAlone() throws Exception {
    String path = lvm.thin("snap-my");
    Mount unused = mount(path);
    lvm.unmountedBehindTheBack(mountPoint);
    provider("-other").removeLeftovers();
    assertThat(lvm.everything()).contains("snap-my-disposable");
    provider("-my").removeLeftovers();
    assertThat(lvm.everything()).doesNotContain("snap-my-disposable");
  }

  @Test
  void takesACopyAwayWhoseSnapshotIsGone() throws Exception {
    String path = lvm.thin("snap-my");
    Mount unused = mount(path);
    lvm.removedBehindTheBack(path);
    Mount mount = provider().mounted(mountPoint).orElseThrow();
    assertThat(mount.volumePath()).isEqualTo(path + "-disposable");
    provider().unmount(mount);
    assertThat(lvm.everything()).containsExactly("mysql");
  }

  @Test
  void changesNoSnapshotUnderACopy() throws Exception {
    String path = lvm.classic("snap-my");
    Mount unused = mount(path);
    Path other = Files.createDirectory(folder.toRealPath().resolve("other"));
    MountRequest request = new MountRequest(path, other, MountAccess.READ_WRITE);
    assertThatThrownBy(() -> provider().mount(request))
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.CONFLICT)
        .hasMessageContaining("a copy of it, is mounted on " + mountPoint);
  }

  @Test
  void laysSpaceForWhatIsWrittenOverAClassicSnapshot() throws Exception {
    String path = lvm.classic("snap-my");
    Mount mount = mount(path);
    assertThat(mount.volumePath()).isEqualTo(path);
    assertThat(mount.device())
        .isEqualTo("/dev/mapper/orchestrator-agent-vg--data-snap--my--disposable");
    assertThat(ran("dmsetup create"))
        .containsExactly(
            "dmsetup create --verifyudev --addnodeoncreate"
                + " orchestrator-agent-vg--data-snap--my--disposable --table"
                + " 0 32768 snapshot 253:1 253:2 N 8");
  }

  @Test
  void offersNoCopy() throws Exception {
    Mount unused = mount(lvm.thin("snap-my"));
    assertThat(provider().list())
        .filteredOn(Volume::offered)
        .extracting(Volume::name)
        .containsExactly("snap-my");
  }

  @Test
  void removesNoCopyThatIsMounted() throws Exception {
    Mount unused = mount(lvm.thin("snap-my"));
    assertThatThrownBy(() -> provider().remove("/dev/vg-data/snap-my-disposable"))
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void throwsACopyAwayWithItsMount() throws Exception {
    for (String path : List.of(lvm.thin("thin-my"), lvm.classic("classic-my"))) {
      List<String> before = lvm.everything();
      Mount mount = mount(path);
      // After a restart.
      provider().unmount(provider().mounted(mountPoint).orElseThrow());
      assertThat(lvm.everything()).as(mount.device()).isEqualTo(before);
      assertThat(lvm.exists(path)).isTrue();
    }
  }

  @Test
  void leavesNoCopyThatItCouldNotMount() throws Exception {
    for (String path : List.of(lvm.thin("thin-my"), lvm.classic("classic-my"))) {
      List<String> before = lvm.everything();
      lvm.commands().fails(32, "mount: no.\n", "mount");
      assertThatThrownBy(() -> mount(path)).hasMessageContaining("Could not mount");
      assertThat(lvm.everything()).isEqualTo(before);
    }
  }

  @Test
  void throwsAwayWhatACrashHasLeft() throws Exception {
    String path = lvm.classic("snap-my");
    Mount unused = mount(path);
    lvm.unmountedBehindTheBack(mountPoint);
    provider().unmount(mount(path));
    assertThat(lvm.everything()).containsExactly("mysql", "snap-my");
  }

  @Test
  void removesWhatACrashHasLeftBeforeItsSnapshot() throws Exception {
    String path = lvm.classic("snap-my");
    Mount unused = mount(path);
    lvm.unmountedBehindTheBack(mountPoint);
    provider().remove(path);
    assertThat(lvm.everything()).containsExactly("mysql");
    assertThat(ran("lvremove"))
        .containsExactly("lvremove --yes " + path + "-disposable", "lvremove --yes " + path);
  }

  @Test
  void copiesNoSnapshotThatIsBeingWritten() throws Exception {
    String path = lvm.classic("snap-my");
    lvm.mounted(path, Files.createDirectory(folder.toRealPath().resolve("elsewhere")));
    assertThatThrownBy(() -> mount(path))
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.CONFLICT)
        .hasMessageContaining("elsewhere");
  }

  @ParameterizedTest
  @CsvSource({"98.00,10.00", "10.00,91.00", "100.00,100.00"})
  void copiesNothingInAPoolThatIsNearlyFull(String data, String metadata) throws Exception {
    String path = lvm.thin("snap-my");
    lvm.pool(data, metadata);
    List<String> before = lvm.everything();

    assertThatThrownBy(() -> mount(path))
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.RESOURCES_EXHAUSTED)
        .hasMessageContaining("vg-data/pool is full to " + data + " %")
        .hasMessageContaining("metadata to " + metadata + " %");

    assertThat(lvm.everything()).isEqualTo(before);
    assertThat(ran("lvcreate")).isEmpty();
    assertThat(lvm.active(path)).isFalse();
  }

  @Test
  void copiesInAPoolThatHasRoom() throws Exception {
    String path = lvm.thin("snap-my");
    lvm.pool("90.00", "90.00");

    assertThat(mount(path).volumePath()).isEqualTo(path);
  }

  @Test
  void saysThatThereIsNoSpaceForACopy() {
    String path = lvm.classic("snap-my");
    lvm.commands()
        .fails(
            5, "  Volume group \"vg-data\" has Insufficient Free space (2 extents)\n", "lvcreate");
    assertThatThrownBy(() -> mount(path))
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.RESOURCES_EXHAUSTED);
  }

  private Mount mount(String path) throws InterruptedException {
    return provider().mount(new MountRequest(path, mountPoint, MountAccess.DISPOSABLE));
  }

  private LvmSnapshots provider() {
    return provider("-my");
  }

  private LvmSnapshots provider(String filter) {
    return new LvmSnapshots(
        FakeAgentContext.in(folder)
            .withCommands(lvm.commands())
            .with("SnapshotVolumesFilter", filter)
            .withMounts(lvm.mounts()));
  }

  private List<String> ran(String start) {
    return lvm.commands().lines().stream().filter(line -> line.startsWith(start + " ")).toList();
  }
}
