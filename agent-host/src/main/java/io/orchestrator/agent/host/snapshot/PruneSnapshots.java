package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.RetentionConfig;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the snapshots that the configuration does not want to keep. Each removal waits for its
 * turn, so that a seed's mount can come in between.
 */
public final class PruneSnapshots {
  private static final Logger log = LoggerFactory.getLogger(PruneSnapshots.class);

  private static final String NOTHING_SAID =
      "SnapshotKeep, SnapshotKeepHours and SnapshotDropFullerThanPercent are not set: only"
          + " snapshots that ran full are removed";

  private final RetentionConfig config;
  private final SnapshotProviders providers;
  private final SnapshotRemoval removal;
  private final Clock clock;

  @Inject
  PruneSnapshots(
      AgentConfig config, SnapshotProviders providers, SnapshotRemoval removal, Clock clock) {
    this.config = config.snapshots().retention();
    this.providers = providers;
    this.removal = removal;
    this.clock = clock;
  }

  /**
   * Prunes; a snapshot that can't be removed does not hold up the others. If the configuration does
   * not say what to keep, only those go whose data is lost.
   *
   * @param dryRun only say what would be removed
   */
  public PruneReport prune(boolean dryRun) throws InterruptedException {
    PruneReport report =
        new PruneReport(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            config.isEmpty() ? NOTHING_SAID : "");
    for (SnapshotProvider provider : providers.all()) {
      for (RetentionPolicy.Doomed doomed : doomed(provider, report.failed())) {
        remove(doomed, dryRun, report);
      }
    }
    return report;
  }

  private List<RetentionPolicy.Doomed> doomed(
      SnapshotProvider provider, List<PruneReport.Entry> failed) throws InterruptedException {
    try {
      return new RetentionPolicy(config).doomed(provider.list(), clock.instant());
    } catch (AgentException e) {
      failed.add(new PruneReport.Entry(provider.name(), e.getMessage()));
      return List.of();
    }
  }

  private void remove(RetentionPolicy.Doomed doomed, boolean dryRun, PruneReport report)
      throws InterruptedException {
    String path = UrlSafePath.show(doomed.snapshot().path());
    try {
      Optional<String> mounted =
          dryRun ? removal.check(doomed.snapshot()) : removal.remove(doomed.snapshot());
      if (mounted.isPresent()) {
        report.kept().add(new PruneReport.Entry(path, mounted.get()));
        return;
      }
      if (!dryRun) {
        log.info("Removed the snapshot {}: {}", path, doomed.why());
      }
      report.removed().add(new PruneReport.Entry(path, doomed.why()));
    } catch (AgentException e) {
      report.failed().add(new PruneReport.Entry(path, e.getMessage()));
    }
  }
}
