package io.orchestrator.agent.api.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.AgentExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes, lists, mounts and removes snapshots of the MySQL data. Several providers may be enabled;
 * each answers for the volumes it lists. The host calls {@code create}, {@code mount}, {@code
 * unmount} and {@code remove} of all providers one at a time, {@code list} and {@code mounted} at
 * any time. Each verb should be done within 40 seconds.
 */
public interface SnapshotProvider extends AgentExtension {
  /**
   * What there is: snapshots newest first, then other volumes. Full, invalid and filtered-out ones
   * are in it, marked. Empty if there is none; that is no error.
   *
   * @throws AgentException {@code TOOL_MISSING}, {@code PERMISSION_DENIED} or {@code
   *     COMMAND_FAILED} if it can't be found out
   * @throws InterruptedException if the calling thread is interrupted
   */
  List<Volume> list() throws InterruptedException;

  /**
   * Makes a snapshot of the datadir. After a failure there is none, or one that {@link #list}
   * shows.
   *
   * @return the new snapshot; empty if the provider can't tell which it is
   * @throws AgentException {@code NOT_CONFIGURED} or {@code UNSUPPORTED} if it makes none; {@code
   *     RESOURCES_EXHAUSTED} without space
   * @throws InterruptedException if the calling thread is interrupted
   */
  Optional<Volume> create() throws InterruptedException;

  /**
   * Mounts one of its snapshots. After a failure nothing is mounted that was not before, and of a
   * {@link MountAccess#DISPOSABLE} copy nothing is left.
   *
   * @return the mount, which {@link #mounted} shows from now on, also after a restart of the agent
   * @throws AgentException {@code NOT_FOUND} if it has no such volume; {@code INVALID_ARGUMENT} if
   *     the volume is no snapshot; {@code RESOURCES_EXHAUSTED} if the snapshot is invalid; {@code
   *     CONFLICT} if something is mounted at the mount point already, or the snapshot itself is
   *     mounted elsewhere in a way that forbids it; {@code UNSUPPORTED} if it can't be mounted with
   *     that access
   * @throws InterruptedException if the calling thread is interrupted; nothing is mounted
   */
  Mount mount(MountRequest request) throws InterruptedException;

  /**
   * What this provider has mounted at the mount point, however it came there.
   *
   * @param mountPoint as in {@link MountRequest}
   * @throws AgentException if it can't be found out
   * @throws InterruptedException if the calling thread is interrupted
   */
  Optional<Mount> mounted(Path mountPoint) throws InterruptedException;

  /**
   * Takes a mount away, and the copy that a {@link MountAccess#DISPOSABLE} one was of. Nothing
   * happens if it is not mounted any more.
   *
   * @param mount as {@link #mounted} returned it
   * @throws AgentException {@code CONFLICT} if it is in use; it is still mounted then
   * @throws InterruptedException if the calling thread is interrupted
   */
  void unmount(Mount mount) throws InterruptedException;

  /**
   * Removes a snapshot for good.
   *
   * @param volumePath the {@link Volume#path()} of one of its snapshots
   * @throws AgentException {@code NOT_FOUND} if it has no such volume; {@code INVALID_ARGUMENT} if
   *     the volume is no snapshot, does not match the filter, or there is no filter; {@code
   *     CONFLICT} if it is mounted; {@code UNSUPPORTED} if the provider never removes anything
   * @throws InterruptedException if the calling thread is interrupted
   */
  void remove(String volumePath) throws InterruptedException;

  /**
   * Throws away the copies of {@link MountAccess#DISPOSABLE} mounts that are not mounted, such as a
   * power cut leaves. Called when the agent starts after one, and when such a mount was taken away.
   * A provider that has no such copies does nothing.
   *
   * @throws AgentException if that fails; it is tried again later
   * @throws InterruptedException if the calling thread is interrupted
   */
  default void removeLeftovers() throws InterruptedException {}
}
