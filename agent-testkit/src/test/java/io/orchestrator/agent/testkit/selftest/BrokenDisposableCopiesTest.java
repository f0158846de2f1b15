package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Providers whose disposable copies have one defect each. */
class BrokenDisposableCopiesTest {
  @Test
  void oneThatMountsTheSnapshotItselfAsDisposableFails() {
    assertThat(
            ContractRun.failuresOf(
                CopiesNothing.class,
                "mountsADisposableCopy",
                "leavesASnapshotAsItWasUnderADisposableCopy",
                "makesAFreshDisposableCopyEachTime",
                "throwsADisposableCopyAwayWhenItIsUnmounted"))
        .containsExactly(
            "leavesASnapshotAsItWasUnderADisposableCopy", "makesAFreshDisposableCopyEachTime");
  }

  static class CopiesNothing extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          return super.mount(
              request.access() == MountAccess.DISPOSABLE
                  ? with(request, MountAccess.READ_WRITE)
                  : request);
        }
      };
    }
  }

  @Test
  void oneThatMountsDisposableCopiesUnderAnotherPathFails() {
    assertThat(
            ContractRun.failuresOf(NamesTheCopy.class, "mountsASnapshot", "mountsADisposableCopy"))
        .containsExactly("mountsADisposableCopy");
  }

  static class NamesTheCopy extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          Mount mount = super.mount(request);
          return new Mount(
              mount.path(), mount.device(), mount.device(), mount.fileSystem(), mount.readOnly());
        }
      };
    }
  }

  @Test
  void oneThatOffersDisposableCopiesFails() {
    assertThat(
            ContractRun.failuresOf(
                OffersCopies.class, "listsEverySnapshot", "offersNoDisposableCopy"))
        .containsExactly("offersNoDisposableCopy");
  }

  static class OffersCopies extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public List<Volume> list() throws InterruptedException {
          return Stream.concat(
                  store.everything().stream()
                      .filter(path -> Path.of(path).startsWith(store.copies()))
                      .map(OffersCopies::volume),
                  super.list().stream())
              .toList();
        }
      };
    }

    private static Volume volume(String path) {
      return new Volume(
          path, "copy", "", true, true, true, 0, 0, Optional.empty(), Optional.of(Instant.now()));
    }
  }

  @Test
  void oneThatKnowsItsCopiesInMemoryOnlyFails() {
    assertThat(
            ContractRun.failuresOf(
                KeepsCopiesOfOthers.class,
                "unmounts",
                "mountsADisposableCopy",
                "throwsADisposableCopyAwayWhenItIsUnmounted"))
        .containsExactly("throwsADisposableCopyAwayWhenItIsUnmounted");
  }

  /** A provider that takes the mount away, and the copy only if it has made it itself. */
  static class KeepsCopiesOfOthers extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        private boolean mine;

        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          mine = true;
          return super.mount(request);
        }

        @Override
        public void unmount(Mount mount) throws InterruptedException {
          super.unmount(mount);
          if (!mine && !mount.device().equals(mount.volumePath())) {
            leaveACopy(store);
          }
        }
      };
    }
  }

  @Test
  void oneThatCopiesBeforeItRefusesFails() {
    assertThat(
            ContractRun.failuresOf(
                CopiesFirst.class,
                "mountsADisposableCopy",
                "leavesNothingOfADisposableMountThatIsRefused",
                "leavesNothingOfADisposableMountThatIsInterrupted"))
        .containsExactly(
            "leavesNothingOfADisposableMountThatIsInterrupted",
            "leavesNothingOfADisposableMountThatIsRefused");
  }

  static class CopiesFirst extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          boolean disposable = request.access() == MountAccess.DISPOSABLE;
          if (disposable && (Thread.interrupted() || mounted(request.mountPoint()).isPresent())) {
            leaveACopy(store);
            throw new AgentException(ErrorCode.CONFLICT, "Something is mounted there");
          }
          return super.mount(request);
        }
      };
    }
  }

  private static void leaveACopy(FakeStore store) {
    FakeSnapshotHost.makeFolder(store.copies().resolve("left-over"));
  }
}
