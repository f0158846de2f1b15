package io.orchestrator.agent.testkit.snapshot;

import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The host on which {@link SnapshotProviderContract} tests a provider: what the plugin's test
 * implements. Where a provider lacks an ability, its test returns false from the method that asks
 * for it and says why there.
 */
public interface SnapshotHost {
  /**
   * A new provider with a filter, as after a restart of the agent: each call gives one on the same
   * storage.
   */
  SnapshotProvider provider() throws Exception;

  /** The same without a filter. */
  SnapshotProvider providerWithoutFilter() throws Exception;

  /** Makes this many snapshots that match the filter, each newer than the one before. */
  void makeSnapshots(int count) throws Exception;

  /** Where to mount; nothing is mounted there when a test begins. */
  Path mountPoint() throws Exception;

  /** Can it fail to find out what snapshots there are? False only with a reason. */
  default boolean supportsFailure() {
    return true;
  }

  /**
   * A provider that can't find out what snapshots there are, because its tool fails or its folder
   * is gone. Needed unless {@link #supportsFailure()} is false.
   */
  default SnapshotProvider failingProvider() throws Exception {
    throw new AssertionError("Override failingProvider(), or supportsFailure() with a reason");
  }

  /** Does it make snapshots? */
  default boolean supportsCreate() {
    return true;
  }

  /** Does it remove snapshots? */
  default boolean supportsRemove() {
    return true;
  }

  /** Does it have a filter that leaves some snapshots out? */
  default boolean supportsFilter() {
    return true;
  }

  /**
   * Makes a snapshot that does not match the filter of {@link #provider()}. Needed unless {@link
   * #supportsFilter()} is false.
   *
   * @return its name
   */
  default String makeSnapshotOutsideFilter() throws Exception {
    throw new AssertionError(
        "Override makeSnapshotOutsideFilter(), or supportsFilter() with a reason");
  }

  /** Can its snapshots lose their data? */
  default boolean supportsInvalid() {
    return true;
  }

  /**
   * Makes a snapshot that matches the filter and has lost its data. Needed unless {@link
   * #supportsInvalid()} is false.
   *
   * @return its name
   */
  default String makeInvalidSnapshot() throws Exception {
    throw new AssertionError("Override makeInvalidSnapshot(), or supportsInvalid() with a reason");
  }

  /** Does a snapshot tell what it was made of and when? */
  default boolean supportsOriginAndTime() {
    return true;
  }

  /** Are there files in what it mounts, and not just a note that it is mounted? */
  default boolean supportsFiles() {
    return true;
  }

  /**
   * Does a read-only mount refuse to be written to, by root too? Asked only if {@link
   * #supportsFiles()}. False only where the provider hands out folders that stay where they are, so
   * that nobody but their own file system can refuse.
   */
  default boolean supportsRefusingWrites() {
    return true;
  }

  /** Does it mount for writing? Asked only if {@link #supportsFiles()}. */
  default boolean supportsReadWrite() {
    return true;
  }

  /** Does it mount disposable copies? Asked only if {@link #supportsFiles()}. */
  default boolean supportsDisposable() {
    return true;
  }

  /** Can a mount be in use, so that it can't be taken away? */
  default boolean supportsUse() {
    return true;
  }

  /**
   * The folder of which {@code create()} takes snapshots, and whose files are then at the top of a
   * mount. Needed unless {@link #supportsCreate()} or {@link #supportsFiles()} is false.
   */
  default Path origin() throws Exception {
    throw new AssertionError("Override origin(), or supportsFiles() with a reason");
  }

  /** Can there be too little space for a snapshot? */
  default boolean supportsLackOfSpace() {
    return true;
  }

  /**
   * Uses up the space that a snapshot needs. Needed unless {@link #supportsLackOfSpace()} is false.
   */
  default void useUpSpace() throws Exception {
    throw new AssertionError("Override useUpSpace(), or supportsLackOfSpace() with a reason");
  }

  /**
   * Takes all mounts away behind the provider's back, as a crash of the machine does. Needed unless
   * {@link #supportsDisposable()} is false.
   */
  default void reboot() throws Exception {
    throw new AssertionError("Override reboot(), or supportsDisposable() with a reason");
  }

  /**
   * All there is on the storage, by any names that are not used again: snapshots, disposable
   * copies, and what a failure could leave. Here it is what {@code list()} has; a provider that
   * hides something from its list needs a test that looks at the storage itself.
   */
  default Set<String> storage() throws Exception {
    Set<String> paths = new TreeSet<>();
    for (Volume volume : provider().list()) {
      paths.add(volume.path());
    }
    return paths;
  }
}
