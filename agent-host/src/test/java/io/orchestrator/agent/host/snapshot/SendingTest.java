package io.orchestrator.agent.host.snapshot;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.plugin.ExtensionKind;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mount while a seed is sent from it, and after. */
class SendingTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder).with("MountGraceMinutes", 30);
    host.store().add("one-my");
  }

  private SnapshotCommands commands(Duration patience) {
    return new SnapshotCommands(
        host.get(SnapshotProviders.class),
        host.get(SnapshotLock.class),
        host.get(SeedMounts.class),
        host.get(MySqlFacts.class),
        host.get(MountViews.class),
        host.get(CurrentMount.class),
        host.get(SnapshotSending.class),
        patience,
        Duration.ofSeconds(45));
  }

  private SnapshotCommands mounted(Duration patience) throws InterruptedException {
    SnapshotCommands commands = commands(patience);
    commands.mount(snapshot().toString());
    return commands;
  }

  private Path snapshot() {
    return folder.resolve("snapshots/one-my");
  }

  @Test
  void isFromTheDatadirInTheMount() throws Exception {
    assertThat(mounted(Duration.ZERO).beginSending().data()).isEqualTo(snapshot());
  }

  @Test
  void isRefusedWithNothingMounted() {
    assertRefused(
        ErrorCode.CONFLICT, "no snapshot is mounted", () -> commands(Duration.ZERO).beginSending());
  }

  @Test
  void isRefusedWhileAnotherSendGoesOn() throws Exception {
    SnapshotCommands commands = mounted(Duration.ZERO);
    commands.beginSending();

    assertRefused(ErrorCode.CONFLICT, "is being sent", commands::beginSending);

    commands.endSending();
    assertThat(commands.beginSending().data()).isEqualTo(snapshot());
  }

  @Test
  void isRefusedWhenTheMountHoldsNoData() throws Exception {
    SnapshotCommands commands = mounted(Duration.ZERO);
    Files.delete(snapshot().resolve("ibdata1"));

    assertRefused(ErrorCode.NOT_FOUND, "no MySQL data directory", commands::beginSending);
    assertThat(commands.unmount().mounted()).isFalse();
  }

  @Test
  void keepsItsMountFromBeingTakenAway() throws Exception {
    SnapshotCommands commands = mounted(Duration.ofMillis(50));
    commands.beginSending();

    assertRefused(ErrorCode.CONFLICT, "a seed is being sent from it", commands::unmount);

    assertThat(commands.mounted().mounted()).isTrue();
    commands.endSending();
    assertThat(commands.unmount().mounted()).isFalse();
  }

  @Test
  void isWaitedForByAnUnmountWhenItIsJustEnding() throws Exception {
    SnapshotCommands commands = mounted(Duration.ofSeconds(20));
    commands.beginSending();
    FutureTask<MountView> unmount = new FutureTask<>(commands::unmount);
    Thread caller = new Thread(unmount, "unmounting");
    caller.setDaemon(true);
    caller.start();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> caller.getState() == Thread.State.TIMED_WAITING);

    commands.endSending();

    assertThat(unmount.get(10, TimeUnit.SECONDS).mounted()).isFalse();
  }

  @Test
  void isReleasedAtOnceAfterAKill() throws Exception {
    mounted(Duration.ZERO).beginSending();
    host.restart();

    SnapshotCommands reborn = commands(Duration.ZERO);
    reborn.releaseInterrupted();

    assertThat(reborn.mounted().mounted()).isFalse();
    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }

  @Test
  void isNotWhatAMountWaitsForAfterAKill() throws Exception {
    mounted(Duration.ZERO);
    host.restart();

    SnapshotCommands reborn = commands(Duration.ZERO);
    reborn.releaseInterrupted();

    assertThat(reborn.mounted().mounted()).isTrue();
  }

  @Test
  void isReleasedLaterIfItsMountIsBusyAfterAKill() throws Exception {
    AtomicBoolean busy = new AtomicBoolean(true);
    host.without(ExtensionKind.SNAPSHOT_PROVIDER)
        .offering(
            new FakeSnapshotProvider(host.store(), "-my") {
              @Override
              public void unmount(Mount mount) throws InterruptedException {
                if (busy.get()) {
                  throw new AgentException(ErrorCode.CONFLICT, "the mount is busy");
                }
                super.unmount(mount);
              }
            });
    mounted(Duration.ZERO).beginSending();
    host.restart();
    SnapshotCommands reborn = commands(Duration.ZERO);

    reborn.releaseInterrupted();
    assertThat(reborn.mounted().mounted()).isTrue();
    busy.set(false);
    host.clock().advance(Duration.ofMinutes(31));
    reborn.releaseForgotten();

    assertThat(reborn.mounted().mounted()).isFalse();
  }

  @Test
  void isReleasedLaterIfItsEndCouldNotBeWrittenDown() throws Exception {
    SnapshotCommands commands = mounted(Duration.ZERO);
    commands.beginSending();
    Path inTheWay = Files.createDirectories(host.state().resolve(".mount.json.new/full"));

    assertRefused(ErrorCode.IO_FAILED, "mount.json", commands::endSending);
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    host.clock().advance(Duration.ofMinutes(31));
    commands.releaseForgotten();
    assertThat(commands.mounted().mounted()).isTrue();
    host.clock().advance(Duration.ofMinutes(31));
    commands.releaseForgotten();

    assertThat(commands.mounted().mounted()).isFalse();
  }

  @Test
  void isNotForgottenHoweverLongItTakes() throws Exception {
    SnapshotCommands commands = mounted(Duration.ZERO);
    commands.beginSending();

    commands.releaseForgotten();
    host.clock().advance(Duration.ofHours(9));
    commands.releaseForgotten();

    assertThat(commands.mounted().mounted()).isTrue();
    assertThat(host.get(SeedMounts.class).isInUse()).isTrue();
  }

  @Test
  void isEndedByTheAgentsStop() throws Exception {
    SnapshotCommands commands = mounted(Duration.ofSeconds(20));
    commands.beginSending();

    commands.releaseAtStop();

    assertThat(commands.mounted().mounted()).isFalse();
  }
}
