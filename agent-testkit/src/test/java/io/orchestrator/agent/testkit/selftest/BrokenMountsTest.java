package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeStore;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Providers whose read-only, written or busy mounts have one defect each. */
class BrokenMountsTest {
  @Test
  void oneWhoseReadOnlyMountsCanBeWrittenToFails() {
    assertThat(
            ContractRun.complaintOf(
                HandsOutItsFolders.class, "refusesWritesToAReadOnlyMount", "mountsASnapshot"))
        .contains("asked for with READ_ONLY")
        .contains("let the kernel refuse that")
        .contains("making a file", "changing the time of its folder", "opening ibdata1");
  }

  /** The fake, which claims to keep root out. */
  static class HandsOutItsFolders extends FakeSnapshotHost {
    @Override
    public boolean supportsRefusingWrites() {
      return true;
    }
  }

  @Test
  void oneThatThrowsAwayWhatIsWrittenFails() {
    assertThat(
            ContractRun.failuresOf(
                ThrowsWritesAway.class,
                "keepsWhatIsWrittenToAMountForWriting",
                "remembersThatAMountIsForWriting",
                "mountsReadOnlyAfterAMountForWriting"))
        .containsExactly("keepsWhatIsWrittenToAMountForWriting");
  }

  static class ThrowsWritesAway extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          return super.mount(
              request.access() == MountAccess.READ_WRITE
                  ? with(request, MountAccess.DISPOSABLE)
                  : request);
        }
      };
    }
  }

  @Test
  void oneThatMountsForWritingWhateverIsAskedFails() {
    assertThat(
            ContractRun.failuresOf(
                AlwaysForWriting.class,
                "keepsWhatIsWrittenToAMountForWriting",
                "mountsReadOnlyAfterAMountForWriting"))
        .containsExactly("mountsReadOnlyAfterAMountForWriting");
  }

  static class AlwaysForWriting extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          return super.mount(with(request, MountAccess.READ_WRITE));
        }
      };
    }
  }

  @Test
  void oneThatForgetsThatAMountIsForWritingFails() {
    assertThat(
            ContractRun.failuresOf(
                ForgetsWriting.class,
                "keepsWhatIsWrittenToAMountForWriting",
                "remembersThatAMountIsForWriting"))
        .containsExactly("remembersThatAMountIsForWriting");
  }

  static class ForgetsWriting extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Optional<Mount> mounted(Path mountPoint) throws InterruptedException {
          return super.mounted(mountPoint)
              .map(
                  mount ->
                      new Mount(
                          mount.path(),
                          mount.device(),
                          mount.volumePath(),
                          mount.fileSystem(),
                          true));
        }
      };
    }
  }

  @Test
  void oneThatUnmountsWhatIsInUseFails() {
    assertThat(
            ContractRun.failuresOf(
                UnmountsInUse.class,
                "unmounts",
                "refusesToUnmountWhatAProcessIsIn",
                "refusesToUnmountWhatAProcessReadsFrom",
                "keepsADisposableCopyThatIsInUse"))
        .containsExactly(
            "keepsADisposableCopyThatIsInUse",
            "refusesToUnmountWhatAProcessIsIn",
            "refusesToUnmountWhatAProcessReadsFrom");
  }

  static class UnmountsInUse extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void unmount(Mount mount) {
          store.reboot();
        }
      };
    }
  }

  @Test
  void oneThatUnmountsAndThenComplainsFails() {
    assertThat(
            ContractRun.failuresOf(
                ComplainsTooLate.class, "unmounts", "refusesToUnmountWhatAProcessIsIn"))
        .containsExactly("refusesToUnmountWhatAProcessIsIn");
  }

  static class ComplainsTooLate extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void unmount(Mount mount) throws InterruptedException {
          try {
            super.unmount(mount);
          } finally {
            store.reboot();
          }
        }
      };
    }
  }
}
