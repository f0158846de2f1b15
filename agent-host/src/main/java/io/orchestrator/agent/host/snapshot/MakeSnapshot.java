package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.SeedConfig;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Makes snapshots, one at a time. */
public final class MakeSnapshot {
  private final SnapshotProviders providers;
  private final SnapshotLock lock;
  private final boolean source;

  @Inject
  MakeSnapshot(SnapshotProviders providers, SnapshotLock lock, AgentConfig config) {
    this.providers = providers;
    this.lock = lock;
    this.source = config.seed().sources().contains(SeedConfig.SNAPSHOTS);
  }

  /** Makes a snapshot; empty if its provider can't tell which. */
  public Optional<SnapshotView> make() throws InterruptedException {
    return lock.alone(() -> view(providers.creator()));
  }

  /**
   * The same for who wants to know whether there is one.
   *
   * @throws AgentException {@code COMMAND_FAILED} if all went well, but nothing is there that was
   *     not before
   */
  public Optional<SnapshotView> makeAndLook() throws InterruptedException {
    return lock.alone(
        () -> {
          SnapshotProvider creator = providers.creator();
          Optional<Set<Identity>> before = snapshots();
          Optional<SnapshotView> made = view(creator);
          if (made.isEmpty() && before.isPresent()) {
            Optional<Set<Identity>> after = snapshots();
            if (after.isPresent() && before.get().containsAll(after.get())) {
              throw new AgentException(
                  ErrorCode.COMMAND_FAILED,
                  "Could not make a snapshot by "
                      + creator.name()
                      + ": CreateSnapshotCommand ended well, but there is no new snapshot; see what"
                      + " the command does");
            }
          }
          return made;
        });
  }

  private Optional<SnapshotView> view(SnapshotProvider creator) throws InterruptedException {
    return creator
        .create()
        .map(made -> SnapshotView.of(creator.name(), made, source, Optional.empty()));
  }

  /** Of all providers: what one makes may be another's to show. Empty if that can't be seen. */
  private Optional<Set<Identity>> snapshots() throws InterruptedException {
    Set<Identity> found = new HashSet<>();
    try {
      for (SnapshotProvider provider : providers.all()) {
        provider.list().stream()
            .filter(Volume::snapshot)
            .forEach(volume -> found.add(new Identity(volume.path(), volume.created())));
      }
    } catch (AgentException unknown) {
      return Optional.empty();
    }
    return Optional.of(found);
  }

  /** Many a command removes the oldest snapshot and uses its name again. */
  private record Identity(String path, Optional<Instant> created) {}
}
