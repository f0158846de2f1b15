package io.orchestrator.agent.host.snapshot;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.host.fixture.SecretFiles;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestWireTransport;
import io.orchestrator.agent.host.seed.DatadirUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The running server among what is offered for seeds. */
class LiveSourcesTest {
  private static final String LIVE = "live:sql";

  @TempDir Path folder;
  private final TestWireTransport sql = new TestWireTransport("sql", SeedContent.LIVE);
  private TestHost host;

  @BeforeEach
  void makeHost() throws IOException {
    host =
        new TestHost(folder)
            .offering(sql)
            .with("SeedSources", List.of(LIVE, "snapshots"))
            .with("SeedSecretFile", SecretFiles.in(folder))
            .with("MountGraceMinutes", 30)
            .file("ibdata1")
            .file("sys/t.ibd");
    host.store().add("one-my");
  }

  private SnapshotCommands commands() {
    return host.get(SnapshotCommands.class);
  }

  private List<String> offered() throws InterruptedException {
    return host.get(SnapshotLists.class).offered().stream().map(VolumeView::path).toList();
  }

  private String snapshot() {
    return folder.resolve("snapshots/one-my").toString();
  }

  private boolean mounted() throws InterruptedException {
    return commands().mounted().mounted();
  }

  @Test
  void areOfferedAsSnapshotsInTheOrderOfTheConfiguration() throws Exception {
    assertThat(offered()).containsExactly(LIVE, snapshot());

    host.restart();
    host.with("SeedSources", List.of("snapshots", LIVE));

    assertThat(offered()).containsExactly(snapshot(), LIVE);
    VolumeView live = host.get(SnapshotLists.class).offered().get(1);
    assertThat(live.snapshot()).isTrue();
    assertThat(live.snapshotPercent()).isZero();
    assertThat(live.name()).isEqualTo(LIVE);
  }

  @Test
  void areNotOfferedUnlessTheyAreNamed() throws Exception {
    host.with("SeedSources", List.of("snapshots"));

    assertThat(offered()).containsExactly(snapshot());
    assertRefused(ErrorCode.NOT_FOUND, "There is no volume", () -> commands().mount(LIVE));
  }

  @Test
  void areOfferedAloneIfTheyAreNamedAlone() throws Exception {
    host.with("SeedSources", List.of(LIVE));

    assertThat(offered()).containsExactly(LIVE);
    assertThat(host.get(SnapshotLists.class).snapshots())
        .filteredOn(SnapshotView::offered)
        .extracting(SnapshotView::path)
        .containsExactly(LIVE);
  }

  @Test
  void areLeftOutWhileTheyCanNotBeUsed() throws Exception {
    sql.breaks("the server is down");

    assertThat(offered()).containsExactly(snapshot());
    assertRefused(ErrorCode.CONFLICT, "the server is down", () -> commands().mount(LIVE));
  }

  @Test
  void sayInTheLogWhyTheyAreLeftOut() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(LiveSources.class);
    log.start();
    logger.addAppender(log);
    try {
      sql.breaks("the server is down");
      assertThat(offered()).doesNotContain(LIVE);
    } finally {
      logger.detachAppender(log);
    }

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("live:sql is not offered for seeds: the server is down");
  }

  @Test
  void areLeftOutWhileNobodyMustProveWhoTheyAre() throws Exception {
    host.with("SeedSecretFile", "");

    assertThat(offered()).containsExactly(snapshot());
    assertRefused(ErrorCode.CONFLICT, "SeedSecretFile or SeedTls", () -> commands().mount(LIVE));
  }

  @Test
  void areNotAskedForAnewAtEachLook() throws Exception {
    var unused = offered();
    unused = offered();

    assertThat(sql.checks()).isEqualTo(1);
  }

  @Test
  void areCheckedAnewWhenOneIsChosen() throws Exception {
    assertThat(offered()).contains(LIVE);
    sql.breaks("a grant is missing");

    assertRefused(ErrorCode.CONFLICT, "a grant is missing", () -> commands().mount(LIVE));

    assertThat(mounted()).isFalse();
  }

  @Test
  void areShownAsAMountWhenOneIsChosen() throws Exception {
    host.file(".orchestrator-agent-kept/not-sent");

    MountView view = commands().mount(LIVE);

    assertThat(view.mounted()).isTrue();
    assertThat(view.device()).isEqualTo(LIVE);
    assertThat(view.lvPath()).isEqualTo(LIVE);
    assertThat(view.mysqlDataPath()).isEqualTo(host.datadir().toString());
    assertThat(view.mysqlDiskUsage()).isEqualTo(host.get(DatadirUsage.class).bytes());
    assertThat(commands().mounted()).isEqualTo(view);
  }

  @Test
  void areTakenWithoutAnIbdata1WhereTheDatadirIs() throws Exception {
    Files.delete(host.datadir().resolve("ibdata1"));

    assertThat(commands().mount(LIVE).mysqlDataPath()).isEqualTo(host.datadir().toString());
  }

  @Test
  void excludeEachOtherAndSnapshots() throws Exception {
    commands().mount(LIVE);
    assertRefused(ErrorCode.CONFLICT, "live:sql is mounted", () -> commands().mount(snapshot()));
    assertRefused(ErrorCode.CONFLICT, "live:sql is mounted", () -> commands().mount(LIVE));

    assertThat(commands().unmount().mounted()).isFalse();
    commands().mount(snapshot());
    assertRefused(ErrorCode.CONFLICT, "is mounted", () -> commands().mount(LIVE));
  }

  @Test
  void areNeitherRemovedNorVerifiedNorMountedReadWrite() throws Exception {
    String why = "the running server, not a snapshot";
    assertRefused(ErrorCode.UNSUPPORTED, why, () -> host.get(SnapshotRemoval.class).remove(LIVE));
    assertRefused(ErrorCode.UNSUPPORTED, why, () -> host.get(DisposableMount.class).require(LIVE));
    assertRefused(
        ErrorCode.UNSUPPORTED, why, () -> commands().mountToStay(LIVE, MountAccess.READ_WRITE));
    assertThat(mounted()).isFalse();
    assertThat(host.datadir().resolve("ibdata1")).exists();
  }

  @Test
  void stayChosenWhenACopyOfASnapshotIsVerified() throws Exception {
    commands().mount(LIVE);

    host.get(DisposableMount.class).unmount();

    assertThat(mounted()).isTrue();
  }

  @Test
  void stayChosenWhenTheAgentIsKilledOrStopped() throws Exception {
    commands().mount(LIVE);
    host.restart();
    commands().releaseInterrupted();
    assertThat(mounted()).isTrue();

    commands().releaseAtStop();
    host.restart();
    commands().releaseInterrupted();

    assertThat(commands().mounted().lvPath()).isEqualTo(LIVE);
    assertThat(commands().beginSending().live()).contains(sql);
  }

  @Test
  void areForgottenWhenTheConfigurationDoesNotNameThemAnyMore() throws Exception {
    commands().mount(LIVE);
    host.restart();
    host.with("SeedSources", List.of("snapshots"));

    assertThat(mounted()).isFalse();
    assertThat(commands().mount(snapshot()).mounted()).isTrue();
  }

  @Test
  void areReleasedIfNoSeedUsesThem() throws Exception {
    commands().mount(LIVE);
    host.clock().advance(Duration.ofMinutes(29));
    commands().releaseForgotten();
    assertThat(mounted()).isTrue();

    host.clock().advance(Duration.ofMinutes(2));
    commands().releaseForgotten();

    assertThat(mounted()).isFalse();
  }

  @Test
  void areReleasedSomeTimeAfterTheirSeed() throws Exception {
    commands().mount(LIVE);
    commands().beginSending();
    host.clock().advance(Duration.ofHours(3));
    commands().releaseForgotten();
    assertThat(mounted()).isTrue();

    commands().endSending();
    host.clock().advance(Duration.ofMinutes(31));
    commands().releaseForgotten();

    assertThat(mounted()).isFalse();
  }

  @Test
  void areReleasedWhenTheAgentIsStoppedInTheMiddleOfTheirSeed() throws Exception {
    commands().mount(LIVE);
    commands().beginSending();
    host.clock().advance(Duration.ofMinutes(1));

    commands().releaseAtStop();

    assertThat(mounted()).isFalse();
  }

  @Test
  void areReleasedWhenTheAgentWasKilledInTheMiddleOfTheirSeed() throws Exception {
    commands().mount(LIVE);
    commands().beginSending();
    host.restart();

    commands().releaseInterrupted();

    assertThat(mounted()).isFalse();
  }
}
