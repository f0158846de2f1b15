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
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract does not ask for, inside the machine, see {@link VolumesIT}. */
class VolumeCases {
  @TempDir static Path bare;
  private static List<Volume> listedWithoutAnyVolume;
  private static VolumeGroup group;

  @TempDir Path folder;

  @BeforeAll
  static void makeVolumes() throws Exception {
    listedWithoutAnyVolume = new LvmSnapshots(FakeAgentContext.in(bare)).list();
    group = VolumeGroup.make("ext4", false);
    VolumeGroup.run(
        "lvcreate", "-qq", "--type", "thin-pool", "-n", "pool", "-L", "64M", VolumeGroup.NAME);
  }

  @AfterAll
  static void removeVolumes() throws Exception {
    group.remove();
  }

  @AfterEach
  void clean() throws Exception {
    for (String volume :
        VolumeGroup.lines("lvs", "--noheadings", "-o", "lv_name", VolumeGroup.NAME)) {
      if (volume.contains("-mysql-snapshot-")) {
        VolumeGroup.run("lvremove", "-qq", "--yes", VolumeGroup.NAME + "/" + volume.strip());
      }
    }
  }

  @Test
  void listsNothingWhereThereIsNothing() {
    assertThat(listedWithoutAnyVolume).isEmpty();
  }

  @Test
  void listsAPoolWithoutAPathAndNoHiddenVolume() throws Exception {
    assertThat(provider().list())
        .extracting(Volume::name)
        .containsExactlyInAnyOrder("pool", VolumeGroup.ORIGIN);
    assertThat(provider().list())
        .filteredOn(volume -> volume.name().equals("pool"))
        .extracting(Volume::path)
        .containsExactly("");
  }

  @Test
  void tellsSizeOriginTimeAndFullness() throws Exception {
    Volume made = new LvmSnapshots(context().with("SnapshotSize", "10%")).create().orElseThrow();
    assertThat(made.name()).startsWith("mysql-data-mysql-snapshot-20");
    assertThat(made.origin()).contains(VolumeGroup.ORIGIN);
    // LVM adds what it needs for itself.
    assertThat(made.sizeBytes()).isBetween(32L << 20, 40L << 20);
    assertThat(made.created().orElseThrow())
        .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now().plusSeconds(5));
    assertThat(made.offered()).isTrue();
    Files.write(group.mounted().resolve("written"), new byte[4 << 20]);
    VolumeGroup.run("sync", "-f", group.mounted().toString());
    assertThat(volume(made.path()).percentUsed()).isBetween(1.0, 99.0);
  }

  @Test
  void makesNoThinSnapshotOfAnOrdinaryVolume() {
    assertFails(
        new LvmSnapshots(context().with("SnapshotSize", "thin"))::create,
        ErrorCode.INVALID_CONFIGURATION,
        "not in a thin pool");
  }

  @Test
  void mountsEveryWayOnExt4() throws Exception {
    Files.writeString(group.mounted().resolve("file"), "not synced");
    String path = provider().create().orElseThrow().path();
    Path mountPoint = Files.createDirectory(folder.resolve("mnt"));
    for (MountAccess access : MountAccess.values()) {
      Mount mount = provider().mount(new MountRequest(path, mountPoint, access));
      assertThat(mount.fileSystem()).isEqualTo("ext4");
      assertThat(mount.volumePath()).isEqualTo(path);
      assertThat(mountPoint.resolve("file")).hasContent("not synced");
      provider().unmount(mount);
    }
    assertThat(VolumeGroup.run("dmsetup", "ls")).doesNotContain("orchestrator-agent");
  }

  @Test
  void saysThatThereIsNoSpace() throws Exception {
    VolumeGroup.run("lvcreate", "-qq", "-n", "filler", "-l", "100%FREE", VolumeGroup.NAME);
    try {
      assertFails(
          new LvmSnapshots(context().with("SnapshotSize", "64M"))::create,
          ErrorCode.RESOURCES_EXHAUSTED,
          "insufficient free space");
    } finally {
      VolumeGroup.run("lvremove", "-qq", "--yes", VolumeGroup.NAME + "/filler");
    }
  }

  @Test
  void namesTheDeviceOfADatadirThatIsOnNoVolume() throws Exception {
    LvmSnapshots provider =
        new LvmSnapshots(context().withMySql(FakeMySqlFacts.of(Path.of("/tmp"))));
    assertFails(provider::create, ErrorCode.UNSUPPORTED, "tmpfs");
    assertThat(provider.check().usable()).isTrue();
    assertThat(provider.check().reason()).contains("tmpfs");
  }

  @Test
  void runsTheCommandsAroundASnapshot() throws Exception {
    Path log = folder.resolve("log");
    Volume made =
        new LvmSnapshots(
                context()
                    .with("BeforeSnapshotCommand", "echo before $SNAPSHOT_NAME >> " + log)
                    .with(
                        "AfterSnapshotCommand",
                        "lvs --noheadings -o lv_name vg-data/$SNAPSHOT_NAME >> "
                            + log
                            + "; echo after $SNAPSHOT_ORIGIN $SNAPSHOT_DATADIR >> "
                            + log))
            .create()
            .orElseThrow();
    assertThat(Files.readAllLines(log))
        .extracting(String::strip)
        .containsExactly(
            "before " + made.name(),
            made.name(),
            "after " + VolumeGroup.path(VolumeGroup.ORIGIN) + " " + group.datadir());
  }

  @Test
  void isNotPutOffByWarnings() throws Exception {
    Path configuration = Path.of("/etc/lvm/lvmlocal.conf");
    String before = Files.readString(configuration);
    Files.writeString(configuration, "nonsense { unknown = 1 }\n", StandardOpenOption.APPEND);
    try {
      assertThat(provider().list()).isNotEmpty();
    } finally {
      Files.writeString(configuration, before);
    }
  }

  @Test
  void saysWhichToolIsMissing() throws Exception {
    Path tool = Path.of("/usr/sbin/lvs");
    Path hidden = Path.of("/usr/sbin/lvs.hidden");
    Files.move(tool, hidden);
    try {
      assertThat(provider().check().usable()).isFalse();
      assertThat(provider().check().reason()).contains("lvs not found");
      assertFails(provider()::list, ErrorCode.TOOL_MISSING, "lvs");
    } finally {
      Files.move(hidden, tool);
    }
  }

  private Volume volume(String path) throws InterruptedException {
    return provider().list().stream()
        .filter(volume -> volume.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private LvmSnapshots provider() {
    return new LvmSnapshots(context());
  }

  private FakeAgentContext context() {
    return FakeAgentContext.in(folder).withMySql(FakeMySqlFacts.of(group.datadir()));
  }

  private static void assertFails(ThrowingCallable action, ErrorCode code, String words) {
    assertThatThrownBy(action)
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", code)
        .hasMessageContaining(words);
  }
}
