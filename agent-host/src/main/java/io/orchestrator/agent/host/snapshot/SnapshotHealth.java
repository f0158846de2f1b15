package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.snapshot.Volume;
import jakarta.inject.Inject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Is the data of the mounted snapshot still there? */
public final class SnapshotHealth {
  private static final Logger log = LoggerFactory.getLogger(SnapshotHealth.class);

  private final SnapshotProviders providers;

  @Inject
  SnapshotHealth(SnapshotProviders providers) {
    this.providers = providers;
  }

  /** What has become of the mounted snapshot, if its data is lost; empty also if nobody knows. */
  public Optional<String> problem() throws InterruptedException {
    try {
      Optional<String> mounted = providers.mounted().map(owned -> owned.mount().volumePath());
      if (mounted.isEmpty()) {
        return Optional.empty();
      }
      return providers.volumes().stream()
          .map(OwnedVolume::volume)
          .filter(volume -> volume.path().equals(mounted.get()))
          .filter(volume -> volume.snapshot() && !volume.valid())
          .map(SnapshotHealth::describe)
          .findFirst();
    } catch (AgentException e) {
      log.warn("Could not look after the mounted snapshot: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static String describe(Volume volume) {
    return "the snapshot "
        + volume.path()
        + " ran full and has lost its data; take one with more space";
  }
}
