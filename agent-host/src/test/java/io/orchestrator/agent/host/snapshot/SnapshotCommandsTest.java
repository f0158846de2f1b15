package io.orchestrator.agent.host.snapshot;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestWireTransport;
import io.orchestrator.agent.host.plugin.ExtensionKind;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotCommandsTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder).with("MountGraceMinutes", 30);
    host.store().add("one-my");
    host.store().add("two-my");
  }

  private SnapshotCommands commands() {
    return host.get(SnapshotCommands.class);
  }

  private SnapshotRemoval removal() {
    return host.get(SnapshotRemoval.class);
  }

  private String path(String name) {
    return folder.resolve("snapshots").resolve(name).toString();
  }

  private boolean mounted() throws InterruptedException {
    return commands().mounted().mounted();
  }

  @Test
  void mountsAndShowsTheMount() throws Exception {
    MountView view = commands().mount(path("one-my"));

    assertThat(view.mounted()).isTrue();
    assertThat(view.lvPath()).isEqualTo(path("one-my"));
    assertThat(view.device()).isEqualTo(path("one-my"));
    assertThat(view.mysqlDataPath()).isEqualTo(path("one-my"));
    assertThat(view.mysqlDiskUsage()).isGreaterThan(20);
    assertThat(view.diskUsage()).isGreaterThanOrEqualTo(view.mysqlDiskUsage());
    assertThat(view.fileSystem()).isEqualTo("fake");
    assertThat(commands().mounted()).isEqualTo(view);
  }

  @Test
  void mountsReadOnly() throws Exception {
    commands().mount(path("one-my"));

    assertThat(folder.resolve("snapshots/mounts")).content().contains("=ro ");
  }

  @Test
  void mountsReadWriteForAnOperator() throws Exception {
    commands().mountToStay(path("one-my"), MountAccess.READ_WRITE);

    assertThat(folder.resolve("snapshots/mounts")).content().contains("=rw ");
  }

  @Test
  void leavesAnOperatorsMountAloneHoweverLongItIsThere() throws Exception {
    commands().mountToStay(path("one-my"), MountAccess.READ_ONLY);
    host.clock().advance(Duration.ofHours(1));

    commands().releaseForgotten();
    commands().releaseAtStop();
    host.restart();
    commands().releaseInterrupted();

    assertThat(mounted()).isTrue();
    commands().unmount();
    assertThat(mounted()).isFalse();
  }

  @Test
  void leavesAnOperatorsMountAloneAfterASeedsWasTakenAwayByHand() throws Exception {
    commands().mount(path("one-my"));
    OwnedMount seeds = host.get(SnapshotProviders.class).mounted().orElseThrow();
    seeds.provider().unmount(seeds.mount());

    commands().mountToStay(path("one-my"), MountAccess.READ_ONLY);
    host.clock().advance(Duration.ofHours(1));
    commands().releaseForgotten();

    assertThat(mounted()).isTrue();
  }

  @Test
  void mountsNothingForASeedThatCouldNotBeSentAsTheTransportCopiesARunningServer()
      throws Exception {
    host.offering(new TestWireTransport("sql", SeedContent.LIVE)).with("SeedTransport", "sql");

    assertRefused(
        ErrorCode.NOT_CONFIGURED,
        "live:sql in SeedSources",
        () -> commands().mount(path("one-my")));

    assertThat(mounted()).isFalse();
    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }

  @Test
  void mountsNothingForASeedWithoutACommandThatSendsIt() throws Exception {
    host.with("SeedTransport", "commands").with("ReceiveSeedDataCommand", "true");

    assertRefused(
        ErrorCode.NOT_CONFIGURED,
        "SendSeedDataCommand is not set",
        () -> commands().mount(path("one-my")));

    assertThat(mounted()).isFalse();
    assertThat(commands().mountToStay(path("one-my"), MountAccess.READ_ONLY).mounted()).isTrue();
  }

  @Test
  void refusesASeedsMountBesideAnOperators() throws Exception {
    commands().mountToStay(path("one-my"), MountAccess.READ_ONLY);

    assertRefused(ErrorCode.CONFLICT, "one-my is mounted", () -> commands().mount(path("two-my")));
    assertThat(commands().mounted().lvPath()).isEqualTo(path("one-my"));
  }

  @Test
  void sendsNothingFromAReadWriteMount() throws Exception {
    commands().mountToStay(path("one-my"), MountAccess.READ_WRITE);

    assertRefused(ErrorCode.CONFLICT, "read-write", () -> commands().beginSending());
  }

  @Test
  void tellsWhatItHasCreated() throws Exception {
    SnapshotView made = host.get(MakeSnapshot.class).makeAndLook().orElseThrow();

    assertThat(made.provider()).isEqualTo("fake-snapshots");
    assertThat(made.offered()).isTrue();
    assertThat(Files.isDirectory(Path.of(made.path()))).isTrue();
  }

  @Test
  void refusesToMountWhatNobodyHas() throws Exception {
    assertRefused(ErrorCode.NOT_FOUND, "no volume \"/etc\"", () -> commands().mount("/etc"));
    assertRefused(ErrorCode.NOT_FOUND, "no volume", () -> commands().mount(""));
    assertThat(mounted()).isFalse();
  }

  @Test
  void refusesToMountTheOrigin() throws Exception {
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "not a snapshot",
        () -> commands().mount(folder.resolve("origin").toString()));
    assertThat(mounted()).isFalse();
  }

  @Test
  void refusesToMountAFullSnapshot() throws Exception {
    host.store().invalidate("one-my");

    assertRefused(ErrorCode.RESOURCES_EXHAUSTED, "full", () -> commands().mount(path("one-my")));
    assertThat(mounted()).isFalse();
  }

  @Test
  void refusesToMountWhileSomethingIsMounted() throws Exception {
    commands().mount(path("one-my"));

    assertRefused(ErrorCode.CONFLICT, "is mounted on", () -> commands().mount(path("two-my")));
    assertRefused(ErrorCode.CONFLICT, "is mounted on", () -> commands().mount(path("one-my")));

    assertThat(commands().mounted().lvPath()).isEqualTo(path("one-my"));
  }

  @Test
  void unmountsASnapshotWithoutADatadirAgainAndFails() throws Exception {
    Files.delete(Path.of(path("one-my"), "ibdata1"));

    assertRefused(
        ErrorCode.NOT_FOUND,
        "holds no MySQL data directory",
        () -> commands().mount(path("one-my")));

    assertThat(mounted()).isFalse();
    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }

  @Test
  void mountsNothingThatCannotBeWrittenDown() throws Exception {
    Files.createDirectories(host.state().resolve("mount.json/in-the-way"));
    SeedMounts journal = host.get(SeedMounts.class);

    assertRefused(ErrorCode.IO_FAILED, "mount.json", () -> commands().mount(path("one-my")));

    assertThat(journal).isNotNull();
    assertThat(mounted()).isFalse();
  }

  @Test
  void unmounts() throws Exception {
    commands().mount(path("one-my"));

    MountView view = commands().unmount();

    assertThat(view.mounted()).isFalse();
    assertThat(view.lvPath()).isEmpty();
    assertThat(view.path()).isEqualTo(folder.resolve("mountpoint").toString());
    assertThat(mounted()).isFalse();
  }

  @Test
  void hasNothingAgainstAnUnmountOfNothing() throws Exception {
    assertThat(commands().unmount().mounted()).isFalse();
  }

  @Test
  void unmountsWhatWasMountedBehindItsBack() throws Exception {
    commands().mount(path("one-my"));
    Files.delete(host.state().resolve("mount.json"));

    assertThat(commands().unmount().mounted()).isFalse();
  }

  @Test
  void takesPathsAsTheyAreShown() throws Exception {
    Path spaced = Files.move(Path.of(path("one-my")), Path.of(path("one & 2-my")));

    MountView view = commands().mount(path("one%20%26%202-my"));

    assertThat(view.lvPath()).isEqualTo(UrlSafePath.show(spaced.toString()));
    commands().unmount();
    assertThat(commands().mount(spaced.toString()).mounted()).isTrue();
  }

  @Test
  void makesSnapshotsWithTheFirstProvider() throws Exception {
    assertThat(host.get(MakeSnapshot.class).make())
        .get()
        .extracting("name")
        .isEqualTo("snapshot-3-my");
  }

  @Test
  void saysWhenThereIsNoProviderToMakeOne() {
    host.without(ExtensionKind.SNAPSHOT_PROVIDER);

    assertRefused(
        ErrorCode.NOT_CONFIGURED,
        "no snapshot provider",
        () -> host.get(MakeSnapshot.class).make());
  }

  @Test
  void removesASnapshotThatMatches() throws Exception {
    removal().remove(path("one-my"));

    assertThat(Path.of(path("one-my"))).doesNotExist();
    assertThat(Path.of(path("two-my"))).exists();
  }

  @Test
  void removesNothingThatDoesNotMatchTheFilter() {
    host.store().add("another");

    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "only snapshots that match",
        () -> removal().remove(path("another")));
    assertThat(Path.of(path("another"))).exists();
  }

  @Test
  void removesNoOrigin() {
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "only snapshots",
        () -> removal().remove(folder.resolve("origin").toString()));
    assertThat(folder.resolve("origin")).exists();
  }

  @Test
  void removesNothingThatIsMounted() throws Exception {
    commands().mount(path("one-my"));

    assertRefused(ErrorCode.CONFLICT, "it is mounted", () -> removal().remove(path("one-my")));
    assertThat(Path.of(path("one-my"))).exists();
  }

  @Test
  void removesNothingWithoutAFilter() {
    FakeStore store = new FakeStore(folder.resolve("unfiltered"), folder.resolve("origin"));
    store.add("one");
    host.without(ExtensionKind.SNAPSHOT_PROVIDER).offering(new FakeSnapshotProvider(store, ""));

    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "match the filter",
        () -> removal().remove(folder.resolve("unfiltered/one").toString()));
    assertThat(folder.resolve("unfiltered/one")).exists();
  }

  @Test
  void removesNothingThatNobodyHas() {
    assertRefused(ErrorCode.NOT_FOUND, "no volume", () -> removal().remove("/dev/sda"));
  }

  @Test
  void worksWithOneProviderThoughAnotherFails() throws Exception {
    host.offering(Volumes.broken(folder));

    assertThat(commands().mount(path("one-my")).mounted()).isTrue();
    assertThat(commands().unmount().mounted()).isFalse();
  }

  @Test
  void releasesAMountThatNoSendUsedInTime() throws Exception {
    commands().mount(path("one-my"));

    host.clock().advance(Duration.ofMinutes(29));
    commands().releaseForgotten();
    assertThat(mounted()).as("within its grace").isTrue();
    host.clock().advance(Duration.ofMinutes(2));
    commands().releaseForgotten();

    assertThat(mounted()).isFalse();
  }

  @Test
  void releasesNoMountFromWhichASeedIsSent() throws Exception {
    commands().mount(path("one-my"));
    commands().beginSending();

    host.clock().advance(Duration.ofDays(1));
    commands().releaseForgotten();

    assertThat(mounted()).isTrue();
  }

  @Test
  void releasesAMountWhoseSendHasEndedAndThatNobodyUnmounted() throws Exception {
    commands().mount(path("one-my"));
    commands().beginSending();
    host.clock().advance(Duration.ofHours(5));
    commands().endSending();

    commands().releaseForgotten();
    assertThat(mounted()).as("within its grace").isTrue();
    host.clock().advance(Duration.ofMinutes(31));
    commands().releaseForgotten();

    assertThat(mounted()).isFalse();
  }

  @Test
  void remembersItsMountAfterARestart() throws Exception {
    commands().mount(path("one-my"));
    host.restart();
    host.clock().advance(Duration.ofMinutes(31));

    commands().releaseForgotten();

    assertThat(mounted()).isFalse();
  }

  @Test
  void releasesAtStartWhatAnAgentWasSendingFromWhenItWasKilled() throws Exception {
    commands().mount(path("one-my"));
    commands().beginSending();
    host.restart();

    commands().releaseInterrupted();

    assertThat(mounted()).isFalse();
    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }

  @Test
  void leavesAtStartAMountFromWhichNothingWasSent() throws Exception {
    commands().mount(path("one-my"));
    host.restart();

    commands().releaseInterrupted();

    assertThat(mounted()).isTrue();
  }

  private SnapshotCommands patient(Duration sendingPatience) {
    return patient(sendingPatience, Duration.ofSeconds(45));
  }

  private SnapshotCommands patient(Duration sendingPatience, Duration mountLimit) {
    return new SnapshotCommands(
        host.get(SnapshotProviders.class),
        host.get(SnapshotLock.class),
        host.get(SeedMounts.class),
        host.get(MySqlFacts.class),
        host.get(MountViews.class),
        host.get(CurrentMount.class),
        host.get(SnapshotSending.class),
        sendingPatience,
        mountLimit);
  }

  @Test
  void takesASeedsMountAwayThatIsNotMeasuredInTime() throws Exception {
    SnapshotCommands hurried = patient(Duration.ZERO, Duration.ZERO);

    assertRefused(ErrorCode.TIMED_OUT, "Measuring", () -> hurried.mount(path("one-my")));

    assertThat(mounted()).isFalse();
    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }

  @Test
  void leavesAnOperatorsMountThatIsNotMeasuredInTime() throws Exception {
    SnapshotCommands hurried = patient(Duration.ZERO, Duration.ZERO);

    MountView view = hurried.mountToStay(path("one-my"), MountAccess.READ_ONLY);

    assertThat(view.mounted()).isTrue();
    assertThat(view.mysqlDataPath()).isEqualTo(path("one-my"));
    assertThat(view.mysqlDiskUsage()).isZero();
    assertThat(mounted()).isTrue();
    assertThat(commands().mounted().mysqlDiskUsage()).isPositive();
  }

  @Test
  void refusesToUnmountWhatASeedIsSentFrom() throws Exception {
    SnapshotCommands commands = patient(Duration.ofMillis(50));
    commands.mount(path("one-my"));
    commands.beginSending();

    assertRefused(ErrorCode.CONFLICT, "a seed is being sent", commands::unmount);

    assertThat(mounted()).isTrue();
  }

  @Test
  void waitsAMomentForTheEndOfASendThatTheTargetKnowsOfAlready() throws Exception {
    SnapshotCommands commands = patient(Duration.ofSeconds(20));
    commands.mount(path("one-my"));
    commands.beginSending();
    Thread sending = new Thread(commands::endSending);
    sending.start();

    assertThat(commands.unmount().mounted()).isFalse();
    sending.join();
  }

  @Test
  void leavesMountsAloneThatItDidNotMake() throws Exception {
    commands().mount(path("one-my"));
    Files.delete(host.state().resolve("mount.json"));
    host.clock().advance(Duration.ofDays(1));

    commands().releaseForgotten();
    commands().releaseAtStop();

    assertThat(mounted()).isTrue();
  }

  @Test
  void releasesItsMountAtTheAgentsStop() throws Exception {
    commands().mount(path("one-my"));

    commands().releaseAtStop();

    assertThat(mounted()).isFalse();
  }

  @Test
  void keepsTheNoteOfAMountThatCannotBeTakenAway() throws IOException, InterruptedException {
    host.without(ExtensionKind.SNAPSHOT_PROVIDER)
        .offering(
            new FakeSnapshotProvider(host.store(), "-my") {
              @Override
              public void unmount(io.orchestrator.agent.api.snapshot.Mount mount) {
                throw new io.orchestrator.agent.api.AgentException(
                    ErrorCode.CONFLICT, "the mount is busy");
              }
            });
    Files.delete(Path.of(path("one-my"), "ibdata1"));

    assertRefused(ErrorCode.CONFLICT, "busy", () -> commands().mount(path("one-my")));

    assertThat(host.get(SeedMounts.class).note()).isPresent();
  }
}
