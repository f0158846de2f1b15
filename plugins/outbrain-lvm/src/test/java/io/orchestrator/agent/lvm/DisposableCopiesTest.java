package io.orchestrator.agent.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
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
            "lvcreate --yes --addtag orchestrator-agent-disposable --snapshot -kn --name"
                + " snap-my-disposable vg-data/snap-my");
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
  void copiesNoSnapshotThatIsBeingWritten() throws Exception {
    String path = lvm.classic("snap-my");
    lvm.mounted(path, Files.createDirectory(folder.toRealPath().resolve("elsewhere")));
    assertThatThrownBy(() -> mount(path))
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.CONFLICT)
        .hasMessageContaining("elsewhere");
  }

  @Test
  void saysThatThereIsNoSpaceForACopy() {
    String path = lvm.classic("snap-my");
    lvm.commands()
        .fails(
            5, "  Volume group \"vg-data\" has insufficient free space (2 extents)\n", "lvcreate");
    assertThatThrownBy(() -> mount(path))
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.RESOURCES_EXHAUSTED);
  }

  private Mount mount(String path) throws InterruptedException {
    return provider().mount(new MountRequest(path, mountPoint, MountAccess.DISPOSABLE));
  }

  private LvmSnapshots provider() {
    return new LvmSnapshots(
        FakeAgentContext.in(folder)
            .withCommands(lvm.commands())
            .with("SnapshotVolumesFilter", "-my")
            .withMounts(lvm.mounts()));
  }

  private List<String> ran(String start) {
    return lvm.commands().lines().stream().filter(line -> line.startsWith(start + " ")).toList();
  }
}
