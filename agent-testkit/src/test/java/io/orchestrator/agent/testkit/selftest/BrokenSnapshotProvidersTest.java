package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Providers with one defect each, and the tests of the contract that show it. */
class BrokenSnapshotProvidersTest {
  @Test
  void oneThatMountsTwiceFails() {
    assertThat(ContractRun.failuresOf(MountsTwice.class))
        .containsExactly(
            "leavesNothingOfADisposableMountThatIsRefused", "refusesToMountWhileMounted");
  }

  static class MountsTwice extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          Optional<Mount> present = mounted(request.mountPoint());
          if (present.isPresent()) {
            unmount(present.get());
          }
          return super.mount(request);
        }
      };
    }
  }

  @Test
  void oneThatForgetsItsMountsFails() {
    assertThat(
            ContractRun.failuresOf(
                ForgetsMounts.class, "mountsASnapshot", "showsWhatIsMountedAfterARestart"))
        .containsExactly("showsWhatIsMountedAfterARestart");
  }

  static class ForgetsMounts extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        private boolean mountedByMe;

        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          Mount mount = super.mount(request);
          mountedByMe = true;
          return mount;
        }

        @Override
        public Optional<Mount> mounted(Path mountPoint) throws InterruptedException {
          return mountedByMe ? super.mounted(mountPoint) : Optional.empty();
        }
      };
    }
  }

  @Test
  void oneThatRemovesWhatTheFilterLeavesOutFails() {
    assertThat(
            ContractRun.failuresOf(
                RemovesAnything.class,
                "removesASnapshot",
                "refusesToRemoveWhatTheFilterLeavesOut",
                "refusesToRemoveWithoutAFilter",
                "refusesToRemoveWhatIsNoSnapshot"))
        .containsExactly("refusesToRemoveWhatTheFilterLeavesOut", "refusesToRemoveWithoutAFilter");
  }

  static class RemovesAnything extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void remove(String volumePath) throws InterruptedException {
          String name = String.valueOf(Path.of(volumePath).getFileName());
          new FakeSnapshotProvider(store, name).remove(volumePath);
        }
      };
    }
  }

  @Test
  void oneThatLetsAShellSeeThePathFails() {
    assertThat(
            ContractRun.failuresOf(
                RunsPathsInAShell.class, "mountsASnapshot", "executesNothingThatStandsInAPath"))
        .containsExactly("executesNothingThatStandsInAPath");
  }

  static class RunsPathsInAShell extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          new ProcessRunner(false).tryRun(Command.shell("test -e " + request.volumePath()));
          return super.mount(request);
        }
      };
    }
  }

  @Test
  void oneThatMountsBeforeItFailsFails() {
    assertThat(
            ContractRun.failuresOf(
                LeavesMountAfterFailure.class,
                "refusesToMountWhatItDoesNotHave",
                "refusesToMountASnapshotWhoseDataIsLost"))
        .containsExactly("refusesToMountASnapshotWhoseDataIsLost");
  }

  static class LeavesMountAfterFailure extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        private Optional<Volume> ignored = Optional.empty();

        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          try {
            return super.mount(request);
          } catch (AgentException full) {
            ignored = list().stream().filter(volume -> !volume.valid()).findFirst();
            if (ignored.isPresent()) {
              super.mount(request);
            }
            throw full;
          }
        }

        @Override
        public List<Volume> list() throws InterruptedException {
          return super.list().stream()
              .map(volume -> ignored.isPresent() ? with(volume, true) : volume)
              .toList();
        }
      };
    }
  }

  @Test
  void oneThatReturnsNullFails() {
    assertThat(ContractRun.failuresOf(ReturnsNull.class, "createsASnapshot"))
        .containsExactly("createsASnapshot");
  }

  static class ReturnsNull extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        @SuppressWarnings("NullOptional")
        public Optional<Volume> create() throws InterruptedException {
          super.create();
          return null;
        }
      };
    }
  }

  @Test
  void oneWithABadNameAndAThrowingCheckFails() {
    assertThat(
            ContractRun.failuresOf(
                BadName.class,
                "canBeCheckedAgain",
                "checksTheHostQuicklyAndWithoutThrowing",
                "givesAOneLineReasonWithItsCheck",
                "hasANameThatTheConfigurationCanUse",
                "hasTheSameNameAtEachCall"))
        .containsExactly(
            "canBeCheckedAgain",
            "checksTheHostQuicklyAndWithoutThrowing",
            "givesAOneLineReasonWithItsCheck",
            "hasANameThatTheConfigurationCanUse");
  }

  static class BadName extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public String name() {
          return "My Snapshots";
        }

        @Override
        public CheckResult check() {
          throw new IllegalStateException("no such tool");
        }
      };
    }
  }
}
