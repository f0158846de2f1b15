package io.orchestrator.agent.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The part of {@link SnapshotProviderContract} that is about {@code create}. */
abstract class SnapshotCreateContract extends SnapshotDisposableContract {
  /** Storages keep times in seconds, and by a clock of their own. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  @Test
  void createsASnapshot() throws Exception {
    assumeCreates();
    List<Volume> before = snapshots();
    Optional<Volume> created = provider().create();
    assertThat(created).as("create() must not return null").isNotNull();
    List<Volume> added =
        snapshots().stream()
            .filter(snapshot -> before.stream().noneMatch(old -> same(old, snapshot)))
            .toList();
    assertThat(added)
        .as("the snapshots that list() has after create() and had not before")
        .hasSize(1);
    assertThat(added.get(0).offered()).as("a new snapshot must be offered()").isTrue();
    created.ifPresent(
        volume ->
            assertThat(volume.path())
                .as("the volume that create() returns must be the new one of list()")
                .isEqualTo(added.get(0).path()));
  }

  @Test
  void listsACreatedSnapshotFirst() throws Exception {
    assumeCreates();
    makeSnapshots(2);
    List<Volume> before = snapshots();
    provider().create();
    Volume first = snapshots().get(0);
    assertThat(before)
        .as("list() must begin with the snapshot that was created last")
        .noneMatch(old -> same(old, first));
  }

  @Test
  void saysThatItDoesNotCreate() throws Exception {
    Assumptions.assumeFalse(supportsCreate(), "this provider makes snapshots");
    SnapshotProvider provider = provider();
    assertRefused(
        "create() of a provider that makes none",
        provider::create,
        ErrorCode.UNSUPPORTED,
        ErrorCode.NOT_CONFIGURED);
  }

  @Test
  void tellsOriginAndTimeOfWhatItCreated() throws Exception {
    assumeCreates();
    Assumptions.assumeTrue(supportsOriginAndTime(), "this provider tells no origin or time");
    Instant before = Instant.now();
    provider().create();
    Volume created = newest();
    assertThat(created.created())
        .as("created() of a new snapshot: without it snapshots are never removed by their age")
        .isPresent();
    assertThat(created.created().orElseThrow())
        .as("created() of a new snapshot must be when create() was called")
        .isBetween(before.minus(SLACK), Instant.now().plus(SLACK));
    assertThat(created.origin().orElse(""))
        .as("origin() of a snapshot must say what it was made of, and that is not itself")
        .isNotBlank()
        .isNotEqualTo(created.path());
  }

  @Test
  void keepsTheDataAsItWasWhenCreated() throws Exception {
    assumeCreates();
    Assumptions.assumeTrue(supportsFiles(), "there are no files in what is mounted");
    Path changed = Files.writeString(origin().resolve("contract-changed"), "before");
    Path deleted = Files.writeString(origin().resolve("contract-deleted"), "before");
    Path added = origin().resolve("contract-added");
    try {
      provider().create();
      Files.writeString(changed, "after, and longer");
      Files.delete(deleted);
      Files.writeString(added, "after");
      Path files = mount(newest().path()).path();
      assertThat(files.resolve("contract-changed"))
          .as("a file that was changed after create(), in the snapshot")
          .hasContent("before");
      assertThat(files.resolve("contract-deleted"))
          .as("a file that was deleted after create(), in the snapshot")
          .hasContent("before");
      assertThat(files.resolve("contract-added"))
          .as("a file that was written after create(), in the snapshot")
          .doesNotExist();
    } finally {
      for (Path file : List.of(changed, deleted, added)) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Test
  void leavesNothingBehindWithoutSpace() throws Exception {
    assumeCreates();
    Assumptions.assumeTrue(supportsLackOfSpace(), "there is always space for a snapshot");
    makeSnapshots(1);
    Set<String> before = storage();
    useUpSpace();
    assertRefused(
        "create() without the space for it", provider()::create, ErrorCode.RESOURCES_EXHAUSTED);
    assertThat(storage())
        .as("what is on the storage after create() failed: nothing may be left of it")
        .isEqualTo(before);
  }

  @Test
  void hidesNothingThatAnInterruptedCreateLeaves() throws Exception {
    assumeCreates();
    int before = storage().size();
    long start = System.nanoTime();
    provider().create();
    Duration usual = Duration.ofNanos(System.nanoTime() - start);
    assertThat(storage().size() - before)
        .as("how much more is on the storage after create(), which made one snapshot")
        .isEqualTo(offered().size());
    for (int quarter = 0; quarter < 4; quarter++) {
      InterruptedCall.of(provider()::create, usual.multipliedBy(quarter).dividedBy(4));
      assertThat(storage().size() - before)
          .as(
              "how much more is on the storage after an interrupted create(), compared with the"
                  + " snapshots in list(): what it leaves must be offered there. There is %s",
              storage())
          .isEqualTo(offered().size());
    }
  }

  private void assumeCreates() {
    Assumptions.assumeTrue(supportsCreate(), "this provider makes no snapshots");
  }
}
