package io.orchestrator.agent.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.ErrorType;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.extension.ExtensionContract;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The part of {@link SnapshotProviderContract} that is about {@code list}. */
abstract class SnapshotListContract extends ExtensionContract implements SnapshotHost {
  @Override
  protected final AgentExtension extension() throws Exception {
    return provider();
  }

  @Test
  void listsNoSnapshotsWithoutAnError() throws Exception {
    assertThat(provider().list()).as("list() must not return null").isNotNull();
    assertThat(snapshots()).as("list() where there is no snapshot").isEmpty();
  }

  @Test
  void listsEverySnapshot() throws Exception {
    makeSnapshots(3);
    assertThat(snapshots()).as("the snapshots in list()").hasSize(3);
    assertThat(offered()).as("valid snapshots that match the filter must be offered()").hasSize(3);
  }

  @Test
  void listsTheNewestSnapshotFirst() throws Exception {
    makeSnapshots(1);
    String oldest = snapshots().get(0).path();
    makeSnapshots(2);
    assertThat(snapshots().get(2).path())
        .as("list() must begin with the newest snapshot; the last one must be the oldest")
        .isEqualTo(oldest);
    List<Instant> times =
        snapshots().stream().map(Volume::created).flatMap(Optional::stream).toList();
    assertThat(times)
        .as("the times at which the listed snapshots were created, newest first")
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void listsSnapshotsBeforeOtherVolumes() throws Exception {
    makeSnapshots(2);
    assertThat(provider().list().stream().map(Volume::snapshot).toList())
        .as("list() must have the snapshots first, then other volumes: snapshot() of each")
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void identifiesVolumesByTheirPaths() throws Exception {
    makeSnapshots(3);
    assertThat(provider().list().stream().map(Volume::path).filter(path -> !path.isEmpty()))
        .as("path() must be unique among the listed volumes")
        .doesNotHaveDuplicates();
  }

  @Test
  void listsTheSameAfterARestart() throws Exception {
    makeSnapshots(2);
    assertThat(provider().list()).as("list() of a new provider").isEqualTo(provider().list());
  }

  @Test
  void listsInSeveralThreadsAtOnce() throws Exception {
    makeSnapshots(2);
    var provider = provider();
    List<Volume> expected = provider.list();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<List<Volume>> list = provider::list;
      for (Future<List<Volume>> listed : threads.invokeAll(List.of(list, list, list, list))) {
        assertThat(listed.get()).as("list() called in four threads at once").isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void marksWhatTheFilterLeavesOut() throws Exception {
    Assumptions.assumeTrue(supportsFilter(), "this provider has no filter");
    makeSnapshots(1);
    Volume outside = snapshotNamed(makeSnapshotOutsideFilter());
    assertThat(outside.matchesFilter())
        .as("matchesFilter() of a snapshot that the filter leaves out")
        .isFalse();
    assertThat(offered()).as("the snapshots that are offered()").hasSize(1);
  }

  @Test
  void marksASnapshotWhoseDataIsLost() throws Exception {
    Assumptions.assumeTrue(supportsInvalid(), "this provider's snapshots can't lose their data");
    makeSnapshots(1);
    Volume invalid = snapshotNamed(makeInvalidSnapshot());
    assertThat(invalid.valid()).as("valid() of a snapshot whose data is lost").isFalse();
    assertThat(offered()).as("the snapshots that are offered()").hasSize(1);
  }

  @Test
  void doesNotTakeAFailureForNoSnapshots() throws Exception {
    Assumptions.assumeTrue(supportsFailure(), "this provider always knows its snapshots");
    SnapshotProvider failing = failingProvider();
    AgentException failure =
        assertRefused(
            "list() when it can't be found out (an empty list would read as \"no snapshots\")",
            failing::list);
    assertThat(failure.code().type())
        .as("list() when it can't be found out: %s blames the caller", failure.code())
        .isNotEqualTo(ErrorType.CALLER);
  }

  final List<Volume> snapshots() throws Exception {
    return provider().list().stream().filter(Volume::snapshot).toList();
  }

  final List<Volume> offered() throws Exception {
    return provider().list().stream().filter(Volume::offered).toList();
  }

  final Volume newest() throws Exception {
    List<Volume> offered = offered();
    assertThat(offered).as("the snapshots that list() offers").isNotEmpty();
    return offered.get(0);
  }

  /** A snapshot must be listed even if it is full or filtered out. */
  final Volume snapshotNamed(String name) throws Exception {
    List<Volume> found =
        snapshots().stream().filter(snapshot -> snapshot.name().equals(name)).toList();
    assertThat(found)
        .as("list() must have the snapshot " + name + ", marked: full and filtered-out ones too")
        .hasSize(1);
    return found.get(0);
  }

  /** Any volume that can be named and is no snapshot, if the provider lists one. */
  final Volume volumeThatIsNoSnapshot() throws Exception {
    Optional<Volume> found =
        provider().list().stream()
            .filter(volume -> !volume.snapshot() && !volume.path().isEmpty())
            .findFirst();
    Assumptions.assumeTrue(found.isPresent(), "this provider lists snapshots only");
    return found.orElseThrow();
  }

  static boolean same(Volume one, Volume other) {
    return one.path().equals(other.path());
  }
}
