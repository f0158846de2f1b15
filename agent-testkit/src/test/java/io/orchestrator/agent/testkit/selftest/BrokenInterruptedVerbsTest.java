package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Providers that do not end one verb as they should each. */
@Tag("selftest")
class BrokenInterruptedVerbsTest {
  @Test
  void oneThatThrowsSomethingElseOnAnInterruptFails() {
    assertThat(
            ContractRun.complaintOf(
                ThrowsSomethingElse.class,
                "canUnmountAfterAnInterruptedUnmount",
                "mountsASnapshot"))
        .contains("must throw InterruptedException or an AgentException");
  }

  static class ThrowsSomethingElse extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void unmount(Mount mount) throws InterruptedException {
          if (Thread.interrupted()) {
            throw new IllegalStateException("interrupted");
          }
          super.unmount(mount);
        }
      };
    }
  }

  @Test
  void oneThatIsStuckAfterAnInterruptFails() {
    assertThat(
            ContractRun.complaintOf(
                StaysStuck.class, "canUnmountAfterAnInterruptedUnmount", "mountsASnapshot"))
        .contains("Another unmount is under way");
  }

  static class StaysStuck extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public void unmount(Mount mount) throws InterruptedException {
          if (Thread.interrupted()) {
            try {
              Files.createFile(store.copies().resolveSibling("lock"));
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
            throw new InterruptedException();
          }
          if (Files.exists(store.copies().resolveSibling("lock"))) {
            throw new AgentException(ErrorCode.CONFLICT, "Another unmount is under way");
          }
          super.unmount(mount);
        }
      };
    }
  }

  @Test
  void oneThatReturnsThoughInterruptedFails() {
    assertThat(
            ContractRun.complaintOf(
                MountsLater.class, "leavesNothingBehindWhenAMountIsInterrupted", "mountsASnapshot"))
        .contains("is it mounted, after mount() was interrupted");
  }

  static class MountsLater extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          Mount mount = super.mount(request);
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          return mount;
        }
      };
    }
  }

  @Test
  void oneThatLeavesAProcessFails() throws Exception {
    assertThat(
            ContractRun.complaintOf(LeavesAProcess.class, "mountsASnapshot", "listsEverySnapshot"))
        .contains("wait for them, end them");
    LeavesAProcess.tool.destroyForcibly().waitFor();
  }

  static class LeavesAProcess extends FakeSnapshotHost {
    private static Process tool;

    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          try {
            tool = new ProcessBuilder("sleep", "60").start();
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
          return super.mount(request);
        }
      };
    }
  }
}
