package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Volume;
import jakarta.inject.Inject;
import java.util.Optional;

/** Removes snapshots for good, one at a time, and nothing else. */
public final class SnapshotRemoval {
  private final SnapshotProviders providers;
  private final SnapshotLock lock;

  @Inject
  SnapshotRemoval(SnapshotProviders providers, SnapshotLock lock) {
    this.providers = providers;
    this.lock = lock;
  }

  /**
   * Removes one.
   *
   * @param path as the list of volumes shows it
   * @throws AgentException {@code CONFLICT} if it is mounted; {@code INVALID_ARGUMENT} if it is no
   *     snapshot or does not match the filter
   */
  public void remove(String path) throws InterruptedException {
    var unused =
        lock.alone(
            () -> {
              OwnedVolume owned = providers.find(path);
              requireRemovable(owned.volume(), providers.mounted());
              owned.provider().remove(owned.volume().path());
              return owned;
            });
  }

  private static void requireRemovable(Volume volume, Optional<OwnedMount> mounted) {
    if (mounted.filter(owned -> owned.mount().volumePath().equals(volume.path())).isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Could not remove " + volume.path() + ": it is mounted; unmount it first");
    }
    if (!volume.snapshot() || !volume.matchesFilter()) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "Could not remove "
              + volume.path()
              + ": only snapshots that match SnapshotVolumesFilter are ever removed");
    }
  }
}
