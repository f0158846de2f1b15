package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.snapshot.Volume;
import java.time.Instant;
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
    List<Volume> listed(List<Volume> found) {
      return found.stream()
          .sorted(Comparator.comparing(volume -> volume.created().orElse(Instant.MAX)))
          .toList();
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
    List<Volume> listed(List<Volume> found) {
      return found.stream().map(volume -> with(volume, true)).toList();
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
    List<Volume> listed(List<Volume> found) {
      return found.stream().filter(Volume::valid).toList();
    }
  }
}
