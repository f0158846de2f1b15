package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Providers that remove one thing too much or too little each. */
@Tag("selftest")
class BrokenRemovalTest {
  @Test
  void oneThatRemovesNothingWithoutAWordFails() {
    assertThat(ContractRun.complaintOf(RemovesNothing.class, "removesASnapshot", "mountsASnapshot"))
        .contains("after remove() of one of two");
  }

  static class RemovesNothing extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void remove(String volumePath) throws InterruptedException {
          Optional<Volume> found =
              list().stream().filter(volume -> volume.path().equals(volumePath)).findFirst();
          if (found.isEmpty()) {
            super.remove(volumePath);
          }
        }
      };
    }
  }

  @Test
  void oneThatRemovesWhatIsNotThereFails() {
    assertThat(
            ContractRun.complaintOf(
                RemovesAnyName.class, "refusesToRemoveWhatItDoesNotHave", "mountsASnapshot"))
        .contains("of a volume that does not exist");
  }

  static class RemovesAnyName extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void remove(String volumePath) throws InterruptedException {
          if (volumePath.endsWith("-gone")) {
            return;
          }
          super.remove(volumePath);
        }
      };
    }
  }

  @Test
  void oneThatRemovesTwiceFails() {
    assertThat(
            ContractRun.complaintOf(
                RemovesTwice.class, "refusesToRemoveTwice", "refusesToRemoveWhatItDoesNotHave"))
        .contains("that was removed");
  }

  static class RemovesTwice extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void remove(String volumePath) throws InterruptedException {
          if (list().stream().noneMatch(volume -> volume.path().equals(volumePath))
              && !volumePath.endsWith("-gone")) {
            return;
          }
          super.remove(volumePath);
        }
      };
    }
  }

  @Test
  void oneThatRemovesTheLiveDataFails() {
    assertThat(
            ContractRun.complaintOf(
                RemovesTheOrigin.class, "refusesToRemoveWhatIsNoSnapshot", "removesASnapshot"))
        .contains("such as the live data");
  }

  static class RemovesTheOrigin extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void remove(String volumePath) throws InterruptedException {
          if (volumePath.equals(store.origin().toString())) {
            return;
          }
          super.remove(volumePath);
        }
      };
    }
  }

  @Test
  void oneThatRemovesWhatIsMountedFails() {
    assertThat(
            ContractRun.complaintOf(
                RemovesTheMounted.class, "refusesToRemoveWhatIsMounted", "removesASnapshot"))
        .contains("that is mounted");
  }

  static class RemovesTheMounted extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void remove(String volumePath) throws InterruptedException {
          Optional<Mount> mount = mounted(mountPoint());
          if (mount.isPresent()) {
            unmount(mount.get());
          }
          super.remove(volumePath);
        }
      };
    }
  }

  @Test
  void oneThatKeepsCopiesOfWhatIsRemovedFails() {
    assertThat(
            ContractRun.complaintOf(
                KeepsItsCopies.class, "removesASnapshotOfWhichACrashLeftACopy", "removesASnapshot"))
        .contains("remove() and removeLeftovers()");
  }

  static class KeepsItsCopies extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void removeLeftovers() {}

        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          Mount mount = super.mount(request);
          if (request.access() == MountAccess.DISPOSABLE) {
            Path copy =
                store.copies().resolve("copy-of-" + Path.of(request.volumePath()).getFileName());
            try {
              Files.createDirectories(copy);
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          }
          return mount;
        }
      };
    }
  }

  @Test
  void oneThatHidesWhatAnInterruptedRemoveLeavesFails() {
    assertThat(
            ContractRun.complaintOf(
                HidesHalfRemoved.class, "canRemoveAfterAnInterruptedRemove", "removesASnapshot"))
        .contains("an interrupted remove() hides nothing");
  }

  static class HidesHalfRemoved extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void remove(String volumePath) throws InterruptedException {
          boolean interrupted = Thread.interrupted();
          super.remove(volumePath);
          if (interrupted) {
            try {
              Files.createDirectories(store.copies().resolve("half"));
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
            throw new InterruptedException();
          }
        }
      };
    }
  }

  @Test
  void oneThatSaysItDoesNotCreateOrRemoveAndDoesFails() {
    assertThat(
            ContractRun.failuresOf(
                DoesAllTheSame.class,
                "saysThatItDoesNotCreate",
                "saysThatItDoesNotRemove",
                "saysThatItMountsNoDisposableCopies",
                "mountsASnapshot"))
        .containsExactly(
            "saysThatItDoesNotCreate",
            "saysThatItDoesNotRemove",
            "saysThatItMountsNoDisposableCopies");
  }

  static class DoesAllTheSame extends FakeSnapshotHost {
    @Override
    public boolean supportsCreate() {
      return false;
    }

    @Override
    public boolean supportsRemove() {
      return false;
    }

    @Override
    public boolean supportsDisposable() {
      return false;
    }
  }
}
