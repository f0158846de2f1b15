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
              removeUnmounted(owned);
              return owned;
            });
  }

  /**
   * Removes the one that was seen; not one that has got its name since.
   *
   * @return why it stays, if that is because it is mounted
   * @throws AgentException if it is not removed for another reason
   */
  Optional<String> remove(Volume seen) throws InterruptedException {
    return lock.alone(
        () -> {
          OwnedVolume owned = providers.find(seen.path());
          if (!owned.volume().created().equals(seen.created())) {
            throw new AgentException(
                ErrorCode.CONFLICT,
                "Could not remove " + seen.path() + ": it is another one by now, just made");
          }
          return unlessMounted(() -> removeUnmounted(owned));
        });
  }

  /**
   * Would {@link #remove(Volume)} be refused now, as far as a look can tell?
   *
   * @return as that would
   * @throws AgentException as that would
   */
  Optional<String> check(Volume seen) throws InterruptedException {
    Optional<OwnedMount> mounted = providers.mounted();
    return unlessMounted(() -> requireRemovable(seen, mounted));
  }

  private interface Removing {
    void run() throws InterruptedException;
  }

  /** What a provider's conflict says as well, which knows of mounts elsewhere. */
  private static Optional<String> unlessMounted(Removing removing) throws InterruptedException {
    try {
      removing.run();
      return Optional.empty();
    } catch (AgentException refused) {
      if (refused.code() == ErrorCode.CONFLICT) {
        return Optional.of(refused.getMessage());
      }
      throw refused;
    }
  }

  private void removeUnmounted(OwnedVolume owned) throws InterruptedException {
    requireRemovable(owned.volume(), providers.mounted());
    owned.provider().remove(owned.volume().path());
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
