package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Volume;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Predicate;

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
    remove(path, volume -> true);
  }

  /**
   * Removes the one that was seen; not one that has got its name since.
   *
   * @throws AgentException as {@link #remove(String)}, {@code CONFLICT} also if it is another one
   */
  void remove(Volume seen) throws InterruptedException {
    remove(seen.path(), volume -> volume.created().equals(seen.created()));
  }

  private void remove(String path, Predicate<Volume> expected) throws InterruptedException {
    var unused =
        lock.alone(
            () -> {
              OwnedVolume owned = providers.find(path);
              if (!expected.test(owned.volume())) {
                throw new AgentException(
                    ErrorCode.CONFLICT,
                    "Could not remove " + path + ": it is another one by now, just made");
              }
              requireRemovable(owned.volume(), providers.mounted());
              owned.provider().remove(owned.volume().path());
              return owned;
            });
  }

  /**
   * Would {@link #remove(Volume)} be refused now, as far as a look can tell?
   *
   * @throws AgentException as that would
   */
  void check(Volume seen) throws InterruptedException {
    requireRemovable(seen, providers.mounted());
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
