package io.orchestrator.agent.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What {@link SnapshotProvider} promises; a plugin's test extends it and plays the {@link
 * SnapshotHost}. Each test needs a storage without snapshots; what is mounted when it ends is
 * unmounted.
 *
 * <table>
 * <caption>What is asked</caption>
 * <tr><th>of</th><th>tests</th></tr>
 * <tr><td>list()</td><td>newest first, every one once, marked if full or filtered out; the same
 * after a restart and in several threads; a failure is no empty list</td></tr>
 * <tr><td>create()</td><td>the new one is offered, first, with origin and time, and keeps the data;
 * without space nothing is left; an interrupt hides nothing</td></tr>
 * <tr><td>mount(), mounted(), unmount()</td><td>known after a restart; refused while mounted, of
 * what is no snapshot, not there, or full; read-only ones refuse writes; for writing, disposable,
 * in use; the mount point is made</td></tr>
 * <tr><td>remove()</td><td>only what the filter picks, is a snapshot, and is not mounted</td></tr>
 * <tr><td>safety</td><td>no path reaches a shell; interrupted verbs can be repeated; no process
 * is left</td></tr>
 * </table>
 */
public abstract class SnapshotProviderContract extends SnapshotSafetyContract {
  /** For subclasses. */
  protected SnapshotProviderContract() {}

  @Test
  void removesASnapshot() throws Exception {
    assumeRemoves();
    makeSnapshots(2);
    Volume doomed = snapshots().get(1);
    provider().remove(doomed.path());
    assertThat(snapshots())
        .as("list() after remove() of one of two snapshots")
        .hasSize(1)
        .noneMatch(left -> same(left, doomed));
  }

  @Test
  void saysThatItDoesNotRemove() throws Exception {
    Assumptions.assumeFalse(supportsRemove(), "this provider removes snapshots");
    makeSnapshots(1);
    assertRefused(
        "remove() of a provider that removes nothing",
        () -> provider().remove(newest().path()),
        ErrorCode.UNSUPPORTED);
    assertThat(snapshots()).as("the snapshots after a refused remove()").hasSize(1);
  }

  @Test
  void refusesToRemoveWhatItDoesNotHave() throws Exception {
    assumeRemoves();
    makeSnapshots(1);
    assertRemovesNothing(
        "remove() of a volume that does not exist", newest().path() + "-gone", ErrorCode.NOT_FOUND);
  }

  @Test
  void refusesToRemoveTwice() throws Exception {
    assumeRemoves();
    makeSnapshots(2);
    String path = newest().path();
    provider().remove(path);
    assertRemovesNothing("remove() of a snapshot that was removed", path, ErrorCode.NOT_FOUND);
  }

  @Test
  void refusesToRemoveWhatIsNoSnapshot() throws Exception {
    assumeRemoves();
    makeSnapshots(1);
    assertRemovesNothing(
        "remove() of a volume that is no snapshot, such as the live data",
        volumeThatIsNoSnapshot().path(),
        ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void refusesToRemoveWhatTheFilterLeavesOut() throws Exception {
    assumeRemoves();
    Assumptions.assumeTrue(supportsFilter(), "this provider has no filter");
    assertRemovesNothing(
        "remove() of a snapshot that does not match the filter",
        snapshotNamed(makeSnapshotOutsideFilter()).path(),
        ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void refusesToRemoveWithoutAFilter() throws Exception {
    assumeRemoves();
    makeSnapshots(1);
    String path = newest().path();
    assertRefused(
        "remove() of a provider that has no filter",
        () -> providerWithoutFilter().remove(path),
        ErrorCode.INVALID_ARGUMENT);
    assertThat(snapshots()).as("the snapshots after a refused remove()").hasSize(1);
  }

  @Test
  void refusesToRemoveWhatIsMounted() throws Exception {
    assumeRemoves();
    makeSnapshots(1);
    Mount mount = mount(newest().path());
    assertRemovesNothing(
        "remove() of a snapshot that is mounted", mount.volumePath(), ErrorCode.CONFLICT);
    assertThat(provider().mounted(mountPoint()))
        .as("mounted() after a refused remove()")
        .contains(mount);
  }

  @Test
  void refusesToRemoveWhatADisposableCopyIsOf() throws Exception {
    assumeRemoves();
    Assumptions.assumeTrue(
        supportsFiles() && supportsDisposable(), "this provider mounts no disposable copies");
    makeSnapshots(1);
    String path = newest().path();
    Mount mount = mount(path, MountAccess.DISPOSABLE);
    assertRemovesNothing(
        "remove() of a snapshot of which a disposable copy is mounted", path, ErrorCode.CONFLICT);
    provider().unmount(mount);
    provider().remove(path);
    assertThat(snapshots()).as("the snapshots after unmount() and remove()").isEmpty();
  }

  private void assumeRemoves() {
    Assumptions.assumeTrue(supportsRemove(), "this provider removes nothing");
  }

  private void assertRemovesNothing(String what, String path, ErrorCode code) throws Exception {
    List<Volume> before = provider().list();
    assertRefused(what, () -> provider().remove(path), code);
    assertThat(provider().list().stream().map(Volume::path))
        .as("list() after a refused " + what)
        .containsExactlyElementsOf(before.stream().map(Volume::path).toList());
  }
}
