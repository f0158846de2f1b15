package io.orchestrator.agent.host.snapshot;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.plugin.ExtensionKind;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looking at the mount while others look, mount and unmount. */
@Timeout(60)
class CurrentMountTest {
  @TempDir Path folder;
  private TestHost host;
  private Path snapshot;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder).without(ExtensionKind.SNAPSHOT_PROVIDER);
    host.store().add("one-my");
    snapshot = folder.resolve("snapshots/one-my");
  }

  private SnapshotCommands commands() {
    return host.get(SnapshotCommands.class);
  }

  private static FutureTask<MountView> started(FutureTask<MountView> task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** Holds up the look of another thread than the test's, once, and counts all. */
  private final class HeldUp extends FakeSnapshotProvider {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch letGo = new CountDownLatch(1);
    final AtomicInteger looks = new AtomicInteger();
    private final Thread test = Thread.currentThread();

    HeldUp() {
      super(host.store(), "-my");
    }

    @Override
    public Optional<Mount> mounted(Path mountPoint) throws InterruptedException {
      looks.incrementAndGet();
      Optional<Mount> seen = super.mounted(mountPoint);
      if (Thread.currentThread() != test) {
        reached.countDown();
        letGo.await();
      }
      return seen;
    }
  }

  /** In use while somebody looks into it, and then only until that one is interrupted. */
  private static final class LookedInto extends FakeSnapshotProvider {
    final CountDownLatch reached = new CountDownLatch(1);
    private final Thread test = Thread.currentThread();
    private volatile boolean open;

    LookedInto(TestHost host) {
      super(host.store(), "-my");
    }

    Path lookInto(Path datadir) throws InterruptedException {
      if (Thread.currentThread() != test) {
        open = true;
        reached.countDown();
        try {
          new CountDownLatch(1).await();
        } finally {
          open = false;
        }
      }
      return datadir;
    }

    @Override
    public void unmount(Mount mount) throws InterruptedException {
      if (open) {
        throw new AgentException(ErrorCode.CONFLICT, "target is busy");
      }
      super.unmount(mount);
    }
  }

  @Test
  void isTakenAwayThoughTheAgentIsJustMeasuringIt() throws Exception {
    LookedInto provider = new LookedInto(host);
    Path datadir = host.datadir();
    host.offering(provider).withMySql(new SlowDatadir(() -> provider.lookInto(datadir)));
    commands().mount(snapshot.toString());
    FutureTask<MountView> look = started(new FutureTask<>(() -> commands().mounted()));
    provider.reached.await();

    assertThat(commands().unmount().mounted()).isFalse();

    await().until(look::isDone);
    assertRefused(ErrorCode.CONFLICT, "is being unmounted", () -> result(look));
    assertThat(commands().mounted().mounted()).isFalse();
  }

  /** As a damaged snapshot, whose top can't be looked at. */
  @Test
  void isTakenAwayIfItCannotBeLookedInto() {
    List<Mount> unmounted = new ArrayList<>();
    host.offering(
        new FakeSnapshotProvider(host.store(), "-my") {
          @Override
          public Mount mount(MountRequest request) throws InterruptedException {
            Mount good = super.mount(request);
            Path damaged = folder.resolve("damaged");
            return new Mount(
                damaged, good.device(), good.volumePath(), good.fileSystem(), good.readOnly());
          }

          @Override
          public void unmount(Mount mount) throws InterruptedException {
            unmounted.add(mount);
          }
        });

    assertThatThrownBy(() -> commands().mount(snapshot.toString()))
        .isInstanceOf(AgentException.class);

    assertThat(unmounted).hasSize(1);
  }

  private static MountView result(FutureTask<MountView> look) throws Throwable {
    try {
      return look.get(20, SECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause();
    }
  }

  @Test
  void isLookedAtOnceForAllWhoAskMeanwhile() throws Exception {
    HeldUp provider = new HeldUp();
    host.offering(provider);
    FutureTask<MountView> first = started(new FutureTask<>(() -> commands().mounted()));
    provider.reached.await();
    List<FutureTask<MountView>> more = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      more.add(new FutureTask<>(() -> commands().mounted()));
      threads.add(new Thread(more.get(i)));
    }
    threads.forEach(Thread::start);
    await().until(() -> threads.stream().allMatch(it -> it.getState() == Thread.State.WAITING));

    provider.letGo.countDown();

    for (FutureTask<MountView> each : more) {
      assertThat(each.get(20, SECONDS)).isEqualTo(first.get(20, SECONDS));
    }
    assertThat(provider.looks).hasValue(1);
  }

  @Test
  void isSeenByWhoAsksAfterItWasMountedThoughAnotherStillLooks() throws Exception {
    HeldUp provider = new HeldUp();
    host.offering(provider);
    FutureTask<MountView> before = started(new FutureTask<>(() -> commands().mounted()));
    provider.reached.await();

    commands().mount(snapshot.toString());

    assertThat(commands().mounted().mounted()).isTrue();
    provider.letGo.countDown();
    assertThat(before.get(20, SECONDS).mounted()).isFalse();
    assertThat(commands().mounted().mounted()).isTrue();
  }

  @Test
  void isMeasuredAnewWhereAnotherWasMountedBefore() throws Exception {
    host.offering(new FakeSnapshotProvider(host.store(), "-my"));
    long before = commands().mount(snapshot.toString()).mysqlDiskUsage();
    commands().unmount();
    Files.writeString(snapshot.resolve("more"), "12345");

    assertThat(commands().mount(snapshot.toString()).mysqlDiskUsage()).isEqualTo(before + 5);
  }

  @Test
  void isNotTakenForGoneWhileItsProviderCanNotTell() throws Exception {
    AtomicInteger failing = new AtomicInteger();
    host.offering(
        new FakeSnapshotProvider(host.store(), "-my") {
          @Override
          public Optional<Mount> mounted(Path mountPoint) throws InterruptedException {
            if (failing.get() == 1) {
              throw new AgentException(ErrorCode.TIMED_OUT, "lvs hangs");
            }
            return super.mounted(mountPoint);
          }
        },
        Volumes.listing(folder, "other"));
    commands().mount(snapshot.toString());
    failing.set(1);

    assertRefused(ErrorCode.TIMED_OUT, "lvs hangs", () -> commands().unmount());
    assertRefused(ErrorCode.TIMED_OUT, "lvs hangs", () -> commands().mounted());
    assertThat(host.get(SeedMounts.class).note()).isPresent();

    failing.set(0);
    assertThat(commands().unmount().mounted()).isFalse();
    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }

  @Test
  void isTakenAwayThoughAnotherProviderCanNotTell() throws Exception {
    AtomicInteger failing = new AtomicInteger();
    host.offering(
        new FakeSnapshotProvider(host.store(), "-my"),
        new FakeSnapshotProvider(host.store(), "") {
          @Override
          public String name() {
            return "other";
          }

          @Override
          public Optional<Mount> mounted(Path mountPoint) {
            if (failing.get() == 1) {
              throw new AgentException(ErrorCode.TIMED_OUT, "lvs hangs");
            }
            return Optional.empty();
          }
        });
    commands().mount(snapshot.toString());
    failing.set(1);

    assertThat(commands().unmount().mounted()).isFalse();
    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }
}
