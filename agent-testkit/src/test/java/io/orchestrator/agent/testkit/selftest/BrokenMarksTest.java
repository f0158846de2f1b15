package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Providers that mark or order one kind of snapshot wrongly each. */
class BrokenMarksTest {
  @Test
  void oneThatListsTheOldestFirstFails() {
    assertThat(
            ContractRun.failuresOf(
                OldestFirst.class,
                "listsEverySnapshot",
                "listsACreatedSnapshotFirst",
                "listsTheNewestSnapshotFirst"))
        .containsExactly("listsACreatedSnapshotFirst", "listsTheNewestSnapshotFirst");
  }

  static class OldestFirst extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public List<Volume> list() throws InterruptedException {
          List<Volume> volumes = new ArrayList<>(super.list());
          volumes.sort(Comparator.comparing(volume -> volume.created().orElse(Instant.MAX)));
          return volumes;
        }
      };
    }
  }

  @Test
  void oneThatOffersFullSnapshotsFails() {
    assertThat(
            ContractRun.failuresOf(
                OffersFullSnapshots.class,
                "listsEverySnapshot",
                "marksASnapshotWhoseDataIsLost",
                "refusesToMountASnapshotWhoseDataIsLost"))
        .containsExactly("marksASnapshotWhoseDataIsLost", "refusesToMountASnapshotWhoseDataIsLost");
  }

  static class OffersFullSnapshots extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public List<Volume> list() throws InterruptedException {
          return super.list().stream().map(volume -> with(volume, true)).toList();
        }
      };
    }
  }

  @Test
  void oneThatHidesFullSnapshotsFails() {
    assertThat(
            ContractRun.failuresOf(
                HidesFullSnapshots.class,
                "listsEverySnapshot",
                "marksASnapshotWhoseDataIsLost",
                "refusesToMountASnapshotWhoseDataIsLost"))
        .containsExactly("marksASnapshotWhoseDataIsLost", "refusesToMountASnapshotWhoseDataIsLost");
  }

  static class HidesFullSnapshots extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public List<Volume> list() throws InterruptedException {
          return super.list().stream().filter(Volume::valid).toList();
        }
      };
    }
  }

  private static Volume with(Volume volume, boolean valid) {
    return new Volume(
        volume.path(),
        volume.name(),
        volume.group(),
        volume.snapshot(),
        volume.matchesFilter(),
        valid,
        volume.percentUsed(),
        volume.sizeBytes(),
        volume.origin(),
        volume.created());
  }
}
