package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeStore;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Providers that clear up disposable copies wrongly in one way each. */
class BrokenLeftoverCopiesTest {
  @Test
  void oneThatNeverClearsUpFails() {
    assertThat(
            ContractRun.failuresOf(
                NeverClearsUp.class,
                "throwsADisposableCopyAwayWhenItIsUnmounted",
                "clearsUpDisposableCopiesThatACrashLeft"))
        .containsExactly("clearsUpDisposableCopiesThatACrashLeft");
  }

  /** What a crash has left is moved out of the way and put back. */
  static class NeverClearsUp extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          boolean left =
              store.everything().stream()
                  .anyMatch(path -> Path.of(path).startsWith(store.copies()));
          Mount mount = super.mount(request);
          if (left) {
            makeFolder(store.copies().resolveSibling("left-over"));
          }
          return mount;
        }
      };
    }
  }

  @Test
  void oneThatClearsUpOnlyAtTheNextMountFails() {
    assertThat(
            ContractRun.failuresOf(
                ClearsUpLate.class,
                "clearsUpDisposableCopiesThatACrashLeft",
                "throwsAwayWhatACrashLeftWithoutAnotherMount",
                "keepsAMountedDisposableCopyFromRemoveLeftovers"))
        .containsExactly("throwsAwayWhatACrashLeftWithoutAnotherMount");
  }

  static class ClearsUpLate extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void removeLeftovers() {}
      };
    }
  }

  @Test
  void oneThatTakesAMountedCopyForALeftoverFails() {
    assertThat(
            ContractRun.failuresOf(
                ClearsUpTooMuch.class,
                "throwsAwayWhatACrashLeftWithoutAnotherMount",
                "keepsAMountedDisposableCopyFromRemoveLeftovers"))
        .containsExactly("keepsAMountedDisposableCopyFromRemoveLeftovers");
  }

  static class ClearsUpTooMuch extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void removeLeftovers() {
          store.reboot();
          super.removeLeftovers();
        }
      };
    }
  }

  @Test
  void oneThatRemovesWhatACopyIsOfFails() {
    assertThat(
            ContractRun.failuresOf(
                RemovesUnderCopies.class,
                "refusesToRemoveWhatIsMounted",
                "refusesToRemoveWhatADisposableCopyIsOf"))
        .containsExactly("refusesToRemoveWhatADisposableCopyIsOf");
  }

  static class RemovesUnderCopies extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void remove(String volumePath) throws InterruptedException {
          Optional<Mount> mount = mounted(mountPoint());
          if (mount.isPresent() && !mount.get().device().equals(volumePath)) {
            store.reboot();
          }
          super.remove(volumePath);
        }
      };
    }
  }
}
