package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.Volume;
import jakarta.inject.Inject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Is the data of the snapshot that is sent still there? */
public final class SnapshotHealth {
  private static final Logger log = LoggerFactory.getLogger(SnapshotHealth.class);

  private final SnapshotProviders providers;

  @Inject
  SnapshotHealth(SnapshotProviders providers) {
    this.providers = providers;
  }

  /**
   * What has become of the snapshot that is sent, if its data is lost; empty also if nobody knows.
   *
   * @param sent as it was mounted when the seed began
   */
  public Optional<String> problem(Mount sent) throws InterruptedException {
    Optional<String> gone = Optional.empty();
    try {
      if (isGone(sent)) {
        // Once more: kernels before 5.8 may skip a mount while others come and go.
        boolean still = isGone(sent);
        gone = still ? Optional.of(describeGone(sent)) : Optional.empty();
      }
      Optional<String> full = full(sent);
      return full.isPresent() ? full : gone;
    } catch (AgentException e) {
      log.warn("Could not look after the mounted snapshot: {}", e.getMessage());
      return gone;
    }
  }

  // Where dmeventd runs it unmounts a full snapshot at once, whoever works in it.
  private boolean isGone(Mount sent) throws InterruptedException {
    return providers.mounted().map(OwnedMount::mount).filter(now -> mayBe(sent, now)).isEmpty();
  }

  // Without a volume it is seen by a provider that does not know it; the one that does has failed.
  private static boolean mayBe(Mount sent, Mount now) {
    return now.volumePath().isEmpty()
        || now.volumePath().equals(sent.volumePath())
        || now.device().equals(sent.device());
  }

  private Optional<String> full(Mount sent) throws InterruptedException {
    return providers.volumes().stream()
        .map(OwnedVolume::volume)
        .filter(volume -> volume.path().equals(sent.volumePath()))
        .filter(volume -> volume.snapshot() && !volume.valid())
        .map(SnapshotHealth::describeFull)
        .findFirst();
  }

  private static String describeFull(Volume volume) {
    return "the snapshot "
        + volume.path()
        + " ran full and has lost its data; take one with more space";
  }

  private static String describeGone(Mount sent) {
    return "the snapshot "
        + sent.device()
        + " is no longer mounted, so its data can't be sent (LVM unmounts a snapshot that has run"
        + " full); mount it, or take one with more space, and seed again";
  }
}
