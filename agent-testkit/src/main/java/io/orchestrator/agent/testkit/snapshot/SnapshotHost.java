package io.orchestrator.agent.testkit.snapshot;

import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import java.nio.file.Path;

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

  /**
   * The folder that a mounted snapshot shows: what is in it when a snapshot is made is in {@code
   * Mount.path()}. Tests write files into it.
   */
  Path origin() throws Exception;

  /** Are there files in its mounts? Not in those of a storage that exists in memory only. */
  default boolean supportsFiles() {
    return true;
  }

  /** Can a snapshot be mounted for writing? */
  default boolean supportsReadWrite() {
    return true;
  }

  /** Does it make disposable copies? */
  default boolean supportsDisposable() {
    return true;
  }

  /** Are its mounts mounts of the kernel, which can be busy and refuse writes? */
  default boolean supportsKernelMounts() {
    return true;
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
}
