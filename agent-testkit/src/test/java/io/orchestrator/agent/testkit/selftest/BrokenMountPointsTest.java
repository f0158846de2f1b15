package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Providers whose mounts come, go or are shown wrongly in one way each. */
@Tag("selftest")
class BrokenMountPointsTest {
  @Test
  void oneThatMountsTheNewestWhateverIsAskedFails() {
    assertThat(
            ContractRun.complaintOf(
                MountsTheNewest.class, "mountsAnOlderSnapshotWhenAsked", "mountsASnapshot"))
        .contains("volumePath() of the mount");
  }

  static class MountsTheNewest extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          boolean known =
              list().stream().anyMatch(volume -> volume.path().equals(request.volumePath()));
          return super.mount(
              known
                  ? new MountRequest(list().get(0).path(), request.mountPoint(), request.access())
                  : request);
        }
      };
    }
  }

  @Test
  void oneThatWantsTheMountPointMadeFails() {
    assertThat(
            ContractRun.complaintOf(
                WantsTheMountPoint.class, "makesTheMountPoint", "mountsASnapshot"))
        .contains("There is no such folder");
  }

  static class WantsTheMountPoint extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          if (request.mountPoint().getFileName().toString().contains("fresh")) {
            throw new AgentException(ErrorCode.NOT_FOUND, "There is no such folder");
          }
          return super.mount(request);
        }
      };
    }
  }

  @Test
  void oneThatShowsItsMountEverywhereFails() {
    assertThat(
            ContractRun.complaintOf(
                ShowsItEverywhere.class, "showsNothingAtAnotherMountPoint", "mountsASnapshot"))
        .contains("where nothing is mounted");
  }

  static class ShowsItEverywhere extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Optional<Mount> mounted(Path mountPoint) throws InterruptedException {
          return super.mounted(mountPoint.resolveSibling("mnt"));
        }
      };
    }
  }

  @Test
  void oneThatHidesItsMountFails() {
    assertThat(
            ContractRun.complaintOf(
                HidesItsMount.class, "showsWhatIsMounted", "listsEverySnapshot"))
        .contains("mounted() after a mount");
  }

  static class HidesItsMount extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Optional<Mount> mounted(Path mountPoint) throws InterruptedException {
          return Optional.empty();
        }
      };
    }
  }

  @Test
  void oneThatUnmountsOnceOnlyFails() {
    assertThat(
            ContractRun.complaintOf(
                UnmountsOnce.class, "unmountsOnceMoreWithoutAnError", "mountsASnapshot"))
        .contains("It is not mounted");
  }

  static class UnmountsOnce extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void unmount(Mount mount) throws InterruptedException {
          if (mounted(mountPoint()).isEmpty()) {
            throw new AgentException(ErrorCode.CONFLICT, "It is not mounted");
          }
          super.unmount(mount);
        }
      };
    }
  }

  @Test
  void oneThatMountsOnceOnlyFails() {
    assertThat(
            ContractRun.complaintOf(
                MountsOnce.class, "mountsAgainAfterAnUnmount", "listsEverySnapshot"))
        .contains("It is used up");
  }

  static class MountsOnce extends FakeSnapshotHost {
    private static final AtomicInteger USED = new AtomicInteger();

    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        private boolean used() {
          return USED.getAndIncrement() > 0;
        }

        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          Mount mount = super.mount(request);
          if (used()) {
            throw new AgentException(ErrorCode.CONFLICT, "It is used up");
          }
          return mount;
        }
      };
    }
  }

  @Test
  void oneThatMountsTheLiveDataFails() {
    assertThat(
            ContractRun.complaintOf(
                MountsTheOrigin.class, "refusesToMountWhatIsNoSnapshot", "mountsASnapshot"))
        .contains("of a volume that is no snapshot");
  }

  static class MountsTheOrigin extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          String path = request.volumePath();
          if (path.equals(list().get(list().size() - 1).path())) {
            return new Mount(Path.of(path), path, path, "fake", true);
          }
          return super.mount(request);
        }
      };
    }
  }
}
