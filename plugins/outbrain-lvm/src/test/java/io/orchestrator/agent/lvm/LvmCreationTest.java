package io.orchestrator.agent.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots without CreateSnapshotCommand. */
class LvmCreationTest {
  private static final String NAME = "data-mysql-snapshot-20261125031500";
  private static final String THICK = "owi-aos---";
  private static final String THIN = "Vwi-aotz--";

  @TempDir Path folder;
  private FakeLvm lvm;

  @BeforeEach
  void makeAHost() {
    lvm = new FakeLvm(folder);
  }

  @Test
  void givesASnapshotAShareOfItsOrigin() throws Exception {
    origin(THICK);
    assertThat(provider().create())
        .hasValueSatisfying(made -> assertThat(made.path()).isEqualTo("/dev/vg-data/" + NAME));
    assertThat(ran("lvcreate"))
        .containsExactly(
            "lvcreate --yes --snapshot --permission rw --name "
                + NAME
                + " --extents 20%ORIGIN vg-data/data");
  }

  @Test
  void makesAThinSnapshotOfAThinVolume() throws Exception {
    origin(THIN);
    provider().create();
    assertThat(ran("lvcreate"))
        .containsExactly(
            "lvcreate --yes --snapshot --permission rw --name " + NAME + " vg-data/data");
  }

  @ParameterizedTest
  @CsvSource({"20G, --size 20g", "5%, --extents 5%ORIGIN", "512m, --size 512m"})
  void takesTheConfiguredSize(String size, String arguments) throws Exception {
    origin(THIN);
    new LvmSnapshots(context().with("SnapshotSize", size)).create();
    assertThat(ran("lvcreate")).singleElement().asString().contains(" " + arguments + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"20", "0G", "101%", "20 G", "-L 1G", "G", "1e3G", "20%VG"})
  void refusesWhatIsNoSize(String size) {
    origin(THICK);
    assertFails(
        new LvmSnapshots(context().with("SnapshotSize", size))::create,
        ErrorCode.INVALID_CONFIGURATION,
        "SnapshotSize is \"" + size + "\"");
  }

  @Test
  void makesNoThinSnapshotOfAnOrdinaryVolume() {
    origin(THICK);
    assertFails(
        new LvmSnapshots(context().with("SnapshotSize", "thin"))::create,
        ErrorCode.INVALID_CONFIGURATION,
        "is not in a thin pool");
    assertThat(ran("lvcreate")).isEmpty();
  }

  @Test
  void namesASnapshotByThePattern() throws Exception {
    origin(THICK);
    FakeAgentContext context = context().with("SnapshotVolumesFilter", "-my-");
    new LvmSnapshots(context.with("SnapshotName", "{time}{filter}of.{origin}")).create();
    assertThat(lvm.exists("/dev/vg-data/20261125031500-my-of.data")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "other-{time}, does not contain SnapshotVolumesFilter",
    "snapshot{filter}{time}, LVM does not take such a name",
    "-x{filter}, LVM does not take such a name",
    "a b{filter}, LVM does not take such a name",
    "a/../b{filter}, LVM does not take such a name",
    "x_tdata{filter}, LVM does not take such a name"
  })
  void refusesANameThatNobodyWouldFind(String pattern, String why) throws Exception {
    origin(THICK);
    LvmSnapshots provider =
        new LvmSnapshots(
            context().with("SnapshotVolumesFilter", "-my-").with("SnapshotName", pattern));
    assertFails(provider::create, ErrorCode.INVALID_CONFIGURATION, why);
    assertThat(provider.check().reason()).contains(why);
    assertThat(provider.check().usable()).as("what there is can still be used").isTrue();
    assertThat(ran("lvcreate")).isEmpty();
  }

  @Test
  void namesTheDeviceOfADatadirThatIsOnNoVolume() throws Exception {
    lvm.mounted("8:1", "/dev/sda1", folder.toRealPath(), "ext4", "rw");
    assertFails(provider()::create, ErrorCode.UNSUPPORTED, "/dev/sda1");
    assertThat(provider().check().reason()).contains("/dev/sda1");
  }

  @Test
  void saysHowMuchSpaceThereIs() {
    origin(THICK);
    lvm.commands()
        .fails(
            5,
            "  Volume group \"vg-data\" has insufficient free space (2 extents): 25 required.\n",
            "lvcreate");
    assertFails(provider()::create, ErrorCode.RESOURCES_EXHAUSTED, "2 extents");
  }

  @Test
  void runsTheCommandsAroundIt() throws Exception {
    origin(THICK);
    surrounded().create();
    assertThat(lvm.commands().ran())
        .extracting(command -> command.arguments().get(0))
        .containsSubsequence("bash", "lvcreate", "bash");
    assertThat(shell()).containsExactly("lock it", "unlock it");
    Command before =
        lvm.commands().ran().stream()
            .filter(command -> command.arguments().contains("lock it"))
            .findFirst()
            .orElseThrow();
    assertThat(before.environment())
        .containsEntry("SNAPSHOT_ORIGIN", "/dev/vg-data/data")
        .containsEntry("SNAPSHOT_NAME", NAME)
        .containsKey("SNAPSHOT_DATADIR");
    assertThat(before.isLeavingDaemon()).isTrue();
    assertThat(before.isAsRoot()).isFalse();
  }

  @Test
  void unlocksAfterAFailedSnapshot() {
    origin(THICK);
    lvm.commands().fails(5, "  no.\n", "lvcreate");
    assertFails(surrounded()::create, ErrorCode.COMMAND_FAILED, "lvcreate exited with 5");
    assertThat(shell()).containsExactly("lock it", "unlock it");
  }

  @Test
  void unlocksAfterAFailedLock() {
    origin(THICK);
    LvmSnapshots provider = surrounded();
    lvm.commands()
        .answers(
            "lock",
            command -> command.arguments().contains("lock it"),
            command -> FakeLvm.result(1, "", "a query runs too long\n"));
    assertFails(provider::create, ErrorCode.COMMAND_FAILED, "a query runs too long");
    assertThat(shell()).containsExactly("lock it", "unlock it");
    assertThat(ran("lvcreate")).isEmpty();
  }

  @Test
  void unlocksWhenItIsInterrupted() {
    origin(THICK);
    lvm.commands()
        .answers(
            "lvcreate",
            command -> command.arguments().get(0).equals("lvcreate"),
            command -> {
              Thread.currentThread().interrupt();
              throw new AgentException(ErrorCode.ABORTED, "interrupted");
            });
    assertThatThrownBy(surrounded()::create).isInstanceOf(AgentException.class);
    assertThat(Thread.interrupted()).as("the interrupt is not lost").isTrue();
    assertThat(shell()).containsExactly("lock it", "unlock it");
  }

  @Test
  void removesASnapshotWhoseLockDidNotHold() {
    origin(THICK);
    LvmSnapshots provider = surrounded();
    lvm.commands()
        .answers(
            "unlock",
            command -> command.arguments().contains("unlock it"),
            command -> FakeLvm.result(1, "", "no lock\n"));
    assertFails(provider::create, ErrorCode.COMMAND_FAILED, "; " + NAME + " was removed again");
    assertThat(lvm.everything()).containsExactly("data", "mysql");
  }

  @Test
  void saysThatItCouldNotRemoveASnapshotWhoseLockDidNotHold() {
    origin(THICK);
    LvmSnapshots provider = surrounded();
    lvm.commands()
        .answers(
            "unlock",
            command -> command.arguments().contains("unlock it"),
            command -> FakeLvm.result(1, "", "no lock\n"))
        .fails(5, "  Device is suspended.\n", "lvremove");
    assertThatThrownBy(provider::create)
        .hasMessageContaining("no lock")
        .hasMessageContaining("removing " + NAME + " again failed")
        .hasMessageContaining("Device is suspended")
        .hasMessageContaining("remove it by hand");
    assertThat(lvm.everything()).contains(NAME);
  }

  @Test
  void saysNothingOfRemovingWhereNoneWasMade() {
    origin(THICK);
    lvm.commands().fails(5, "  no.\n", "lvcreate");
    assertThatThrownBy(surrounded()::create).message().doesNotContain("remov");
  }

  @Test
  void keepsASnapshotThatHasTheNameAlready() throws Exception {
    origin(THICK);
    provider().create();
    assertFails(provider()::create, ErrorCode.CONFLICT, "there is one of that name");
    assertThat(lvm.exists("/dev/vg-data/" + NAME)).isTrue();
  }

  @Test
  void refusesADatadirWithAnotherMountInIt() throws Exception {
    origin(THICK);
    lvm.mounted("8:1", "/dev/sda1", context().mysql().datadir().resolve("binlog"), "ext4", "rw");
    assertFails(provider()::create, ErrorCode.UNSUPPORTED, "binlog, inside of the datadir");
    assertThat(provider().check().reason()).contains("inside of the datadir");
  }

  @Test
  void knowsThatThereIsNoSpaceHoweverLvmSaysIt() {
    origin(THICK);
    lvm.commands()
        .fails(
            5,
            "  Insufficient suitable allocatable extents for logical volume x: 5 more required\n",
            "lvcreate");
    assertFails(provider()::create, ErrorCode.RESOURCES_EXHAUSTED, "5 more required");
  }

  private void origin(String attributes) {
    String unused = lvm.origin("data", attributes, folder);
  }

  private LvmSnapshots provider() {
    return new LvmSnapshots(context());
  }

  private LvmSnapshots surrounded() {
    lvm.commands().prints("", "bash");
    return new LvmSnapshots(
        context()
            .with("BeforeSnapshotCommand", "lock it")
            .with("AfterSnapshotCommand", "unlock it"));
  }

  private FakeAgentContext context() {
    return FakeAgentContext.in(folder)
        .withCommands(lvm.commands())
        .withMounts(lvm.mounts())
        .withClock(Clock.fixed(Instant.parse("2026-11-25T03:15:00Z"), ZoneOffset.UTC));
  }

  private List<String> ran(String tool) {
    return lvm.commands().lines().stream().filter(line -> line.startsWith(tool + " ")).toList();
  }

  private List<String> shell() {
    return lvm.commands().ran().stream()
        .filter(command -> command.arguments().get(0).equals("bash"))
        .map(command -> command.arguments().get(2))
        .toList();
  }

  private static void assertFails(ThrowingCallable action, ErrorCode code, String words) {
    assertThatThrownBy(action)
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", code)
        .hasMessageContaining(words);
  }
}
