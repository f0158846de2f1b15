package io.orchestrator.agent.host.snapshot;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.plugin.ExtensionKind;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is released where the mount is no longer, or not yet, what the agent has noted. */
class SeedMountReleaseTest {
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

  private String path(String name) {
    return folder.resolve("snapshots").resolve(name).toString();
  }

  private boolean mounted() throws InterruptedException {
    return commands().mounted().mounted();
  }

  /** Takes the seed's mount away and puts another snapshot there, past the agent. */
  private void replaceByHand(String name) throws InterruptedException {
    OwnedMount seeds = host.get(SnapshotProviders.class).mounted().orElseThrow();
    seeds.provider().unmount(seeds.mount());
    Mount unused =
        seeds
            .provider()
            .mount(
                new MountRequest(path(name), folder.resolve("mountpoint"), MountAccess.READ_ONLY));
  }

  @Test
  void leavesWhatWasMountedByHandInPlaceOfAForgottenSeeds() throws Exception {
    commands().mount(path("one-my"));
    replaceByHand("two-my");
    host.clock().advance(Duration.ofHours(1));

    commands().releaseForgotten();

    assertThat(commands().mounted().lvPath()).isEqualTo(path("two-my"));
    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }

  @Test
  void leavesWhatWasMountedByHandWhenTheAgentStops() throws Exception {
    commands().mount(path("one-my"));
    replaceByHand("two-my");

    commands().releaseAtStop();

    assertThat(commands().mounted().lvPath()).isEqualTo(path("two-my"));
    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }

  @Test
  void leavesWhatWasMountedByHandAfterAKill() throws Exception {
    commands().mount(path("one-my"));
    commands().beginSending();
    replaceByHand("two-my");
    host.restart();

    commands().releaseInterrupted();

    assertThat(commands().mounted().lvPath()).isEqualTo(path("two-my"));
    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }

  @Test
  void releasesAForgottenMountThatIsNamedByAnotherPath() throws Exception {
    commands().mount(path("one-my"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of(path("one-my")));
    host.get(SeedMounts.class).mounted(link.toString());
    host.clock().advance(Duration.ofHours(1));

    commands().releaseForgotten();

    assertThat(mounted()).isFalse();
  }

  @Test
  void keepsTheNoteWhileNobodyKnowsWhichVolumeIsMounted() throws Exception {
    AtomicBoolean unknown = new AtomicBoolean(true);
    host.without(ExtensionKind.SNAPSHOT_PROVIDER)
        .offering(
            new FakeSnapshotProvider(host.store(), "-my") {
              @Override
              public Optional<Mount> mounted(Path mountPoint) throws InterruptedException {
                return super.mounted(mountPoint)
                    .map(
                        mount ->
                            unknown.get()
                                ? new Mount(mount.path(), "/dev/sdb", "", "btrfs", true)
                                : mount);
              }
            });
    commands().mount(path("one-my"));
    host.clock().advance(Duration.ofHours(1));

    commands().releaseForgotten();
    assertThat(mounted()).isTrue();
    unknown.set(false);
    commands().releaseForgotten();

    assertThat(mounted()).isFalse();
  }

  private void mountsLate(AtomicBoolean late, ErrorCode code) {
    host.without(ExtensionKind.SNAPSHOT_PROVIDER)
        .offering(
            new FakeSnapshotProvider(host.store(), "-my") {
              @Override
              public Mount mount(MountRequest request) throws InterruptedException {
                Mount unused = super.mount(request);
                throw new AgentException(code, "mount did not end");
              }

              @Override
              public Optional<Mount> mounted(Path mountPoint) throws InterruptedException {
                return late.get() ? super.mounted(mountPoint) : Optional.empty();
              }
            });
  }

  @Test
  void releasesAMountThatTheKernelDoesAfterItWasGivenUp() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    mountsLate(done, ErrorCode.TIMED_OUT);
    assertRefused(ErrorCode.TIMED_OUT, "did not end", () -> commands().mount(path("one-my")));
    done.set(true);
    assertThat(mounted()).isTrue();
    host.clock().advance(Duration.ofMinutes(31));

    commands().releaseForgotten();

    assertThat(mounted()).isFalse();
    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }

  @Test
  void forgetsAMountThatWasNeverDone() throws Exception {
    mountsLate(new AtomicBoolean(), ErrorCode.TIMED_OUT);
    assertRefused(ErrorCode.TIMED_OUT, "did not end", () -> commands().mount(path("one-my")));
    host.clock().advance(Duration.ofMinutes(31));

    commands().releaseForgotten();

    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }

  @Test
  void forgetsAtOnceAMountThatFailed() throws Exception {
    mountsLate(new AtomicBoolean(), ErrorCode.COMMAND_FAILED);
    assertRefused(ErrorCode.COMMAND_FAILED, "did not end", () -> commands().mount(path("one-my")));

    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }
}
