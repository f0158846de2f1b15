package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Providers that list one thing wrongly each. */
@Tag("selftest")
class BrokenListsTest {
  @Test
  void oneThatFailsWithoutSnapshotsFails() {
    assertThat(
            ContractRun.complaintOf(
                NeedsASnapshot.class, "listsNoSnapshotsWithoutAnError", "mountsASnapshot"))
        .contains("There is no snapshot");
  }

  static class NeedsASnapshot extends FakeSnapshotHost {
    @Override
    List<Volume> listed(List<Volume> found) {
      if (found.stream().noneMatch(Volume::snapshot)) {
        throw new AgentException(ErrorCode.NOT_FOUND, "There is no snapshot");
      }
      return found;
    }
  }

  @Test
  void oneThatTakesAFailureForNoSnapshotsFails() {
    assertThat(
            ContractRun.complaintOf(
                HidesFailures.class, "doesNotTakeAFailureForNoSnapshots", "mountsASnapshot"))
        .contains("an empty list would read as");
  }

  static class HidesFailures extends FakeSnapshotHost {
    @Override
    public SnapshotProvider failingProvider() {
      return provider();
    }
  }

  @Test
  void oneThatBlamesTheCallerFails() {
    assertThat(
            ContractRun.complaintOf(
                BlamesTheCaller.class, "doesNotTakeAFailureForNoSnapshots", "mountsASnapshot"))
        .contains("blames the caller");
  }

  static class BlamesTheCaller extends FakeSnapshotHost {
    @Override
    public SnapshotProvider failingProvider() {
      return new FakeSnapshotProvider(
          new FakeStore(folder.resolve("store"), folder.resolve("datadir")), "") {
        @Override
        public List<Volume> list() throws InterruptedException {
          throw new AgentException(ErrorCode.INVALID_ARGUMENT, "lvs ended with 5");
        }
      };
    }
  }

  @Test
  void oneThatListsTheOriginFirstFails() {
    assertThat(
            ContractRun.complaintOf(
                OriginFirst.class, "listsSnapshotsBeforeOtherVolumes", "mountsASnapshot"))
        .contains("must have the snapshots first");
  }

  static class OriginFirst extends FakeSnapshotHost {
    @Override
    List<Volume> listed(List<Volume> found) {
      List<Volume> volumes = new ArrayList<>(found);
      Collections.rotate(volumes, 1);
      return volumes;
    }
  }

  @Test
  void oneWhoseVolumesShareAPathFails() {
    assertThat(
            ContractRun.complaintOf(
                SharesPaths.class, "identifiesVolumesByTheirPaths", "mountsASnapshot"))
        .contains("must be unique");
  }

  static class SharesPaths extends FakeSnapshotHost {
    @Override
    List<Volume> listed(List<Volume> found) {
      List<Volume> volumes = new ArrayList<>(found);
      if (volumes.size() > 2) {
        volumes.add(volumes.get(0));
      }
      return volumes;
    }
  }

  @Test
  void oneThatForgetsItsSnapshotsFails() {
    assertThat(
            ContractRun.complaintOf(
                ForgetsSnapshots.class, "listsTheSameAfterARestart", "mountsASnapshot"))
        .contains("list() of a new provider");
  }

  static class ForgetsSnapshots extends FakeSnapshotHost {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static Volume renamed(Volume volume) {
      return new Volume(
          volume.path(),
          "restarted",
          volume.group(),
          volume.snapshot(),
          volume.matchesFilter(),
          volume.valid(),
          volume.percentUsed(),
          volume.sizeBytes(),
          volume.origin(),
          volume.created());
    }

    @Override
    List<Volume> listed(List<Volume> found) {
      return found.stream()
          .map(volume -> NUMBER.getAndIncrement() < 3 ? volume : renamed(volume))
          .toList();
    }
  }

  @Test
  void oneThatListsInOneThreadOnlyFails() {
    assertThat(
            ContractRun.complaintOf(
                ListsAlone.class, "listsInSeveralThreadsAtOnce", "mountsASnapshot"))
        .contains("list() called in four threads");
  }

  static class ListsAlone extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        private final AtomicInteger callers = new AtomicInteger();

        @Override
        public List<Volume> list() throws InterruptedException {
          boolean alone = callers.incrementAndGet() == 1;
          List<Volume> found = super.list();
          LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
          callers.decrementAndGet();
          return alone ? found : List.of();
        }
      };
    }
  }

  @Test
  void oneWithoutAFilterMarkFails() {
    assertThat(
            ContractRun.complaintOf(
                IgnoresItsFilter.class, "marksWhatTheFilterLeavesOut", "mountsASnapshot"))
        .contains("that the filter leaves out");
  }

  static class IgnoresItsFilter extends FakeSnapshotHost {
    @Override
    List<Volume> listed(List<Volume> found) {
      return found.stream().map(IgnoresItsFilter::matching).toList();
    }

    private static Volume matching(Volume volume) {
      return new Volume(
          volume.path(),
          volume.name(),
          volume.group(),
          volume.snapshot(),
          true,
          volume.valid(),
          volume.percentUsed(),
          volume.sizeBytes(),
          volume.origin(),
          volume.created());
    }
  }
}
