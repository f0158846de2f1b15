package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.snapshot.SnapshotLocator;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.SeedConfig;
import io.orchestrator.agent.host.plugin.Plugins;
import io.orchestrator.agent.host.shared.SharedAnswer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the API lists: volumes, snapshots to seed from, and hosts that have some. */
public final class SnapshotLists {
  private static final Logger log = LoggerFactory.getLogger(SnapshotLists.class);
  private static final Duration HOSTS_GOOD_FOR = Duration.ofSeconds(1);
  // Stable: each provider's own order where times are unknown.
  private static final Comparator<Volume> NEWEST_FIRST =
      Comparator.comparing((Volume volume) -> volume.created().orElse(Instant.MIN)).reversed();

  private final SnapshotProviders providers;
  private final LiveSources live;
  private final List<String> sources;
  private final SharedAnswer<List<OwnedVolume>> owned;
  private final List<SnapshotLocator> locators;
  private final SharedAnswer<List<String>> localHosts;
  private final SharedAnswer<List<String>> allHosts;
  private final List<String> configuredHosts;

  @Inject
  SnapshotLists(
      SnapshotProviders providers, LiveSources live, Plugins plugins, AgentConfig config) {
    this.providers = providers;
    this.live = live;
    this.sources = config.seed().sources();
    this.owned = SharedAnswer.whileComputing(providers::volumes);
    this.locators = plugins.all(SnapshotLocator.class);
    this.configuredHosts = config.snapshots().hosts();
    this.localHosts =
        SharedAnswer.goodFor(HOSTS_GOOD_FOR, () -> hosts(SnapshotLocator.Scope.LOCAL));
    this.allHosts = SharedAnswer.goodFor(HOSTS_GOOD_FOR, () -> hosts(SnapshotLocator.Scope.ALL));
  }

  private List<OwnedVolume> owned() throws InterruptedException {
    List<OwnedVolume> all = new ArrayList<>();
    List<Volume> server = live.list();
    try {
      all.addAll(owned.get());
    } catch (AgentException failed) {
      // Logged already, and it must not hide the running server.
      if (server.isEmpty()) {
        throw failed;
      }
    }
    server.forEach(volume -> all.add(new OwnedVolume(volume, live)));
    return all;
  }

  private List<Volume> volumes() throws InterruptedException {
    return owned().stream().map(OwnedVolume::volume).toList();
  }

  /** Every volume with all that is known of it: each provider's, newest first. */
  public List<SnapshotView> snapshots() throws InterruptedException {
    Optional<OwnedMount> mounted = mounted();
    return owned().stream()
        .map(
            each ->
                SnapshotView.of(
                    each.provider().name(),
                    each.volume(),
                    sources.contains(sourceOf(each)),
                    mounted))
        .toList();
  }

  private Optional<OwnedMount> mounted() throws InterruptedException {
    try {
      return providers.mounted();
    } catch (AgentException failed) {
      // Logged already, and it must not hide what others have.
      return Optional.empty();
    }
  }

  /** Every volume whose name contains the text. */
  public List<VolumeView> volumes(String nameContains) throws InterruptedException {
    return volumes().stream()
        .filter(volume -> volume.name().contains(nameContains))
        .map(VolumeView::of)
        .toList();
  }

  /** The volumes of that path or name; empty if there is none. */
  public List<VolumeView> volume(String pathOrName) throws InterruptedException {
    return volumes().stream()
        .filter(
            volume ->
                volume.path().equals(pathOrName)
                    || UrlSafePath.show(volume.path()).equals(pathOrName)
                    || volume.name().equals(pathOrName))
        .map(VolumeView::of)
        .toList();
  }

  /**
   * What to seed from, in the order of the configuration, snapshots newest first: orchestrator
   * takes the first one.
   */
  public List<VolumeView> offered() throws InterruptedException {
    List<OwnedVolume> all = owned();
    return sources.stream()
        .flatMap(
            source ->
                all.stream()
                    .filter(each -> source.equals(sourceOf(each)))
                    .map(OwnedVolume::volume)
                    .filter(Volume::offered)
                    .sorted(NEWEST_FIRST))
        .map(VolumeView::of)
        .toList();
  }

  private String sourceOf(OwnedVolume each) {
    return each.provider() == live ? each.volume().path() : SeedConfig.SNAPSHOTS;
  }

  /** The hosts that have snapshots. */
  public List<String> hostsWithSnapshots(SnapshotLocator.Scope scope) throws InterruptedException {
    return (scope == SnapshotLocator.Scope.LOCAL ? localHosts : allHosts).get();
  }

  private List<String> hosts(SnapshotLocator.Scope scope) throws InterruptedException {
    Set<String> hosts = new LinkedHashSet<>();
    List<AgentException> failures = new ArrayList<>();
    for (SnapshotLocator locator : locators) {
      try {
        hosts.addAll(locator.hosts(scope));
      } catch (AgentException e) {
        log.warn("The snapshot locator {} failed: {}", locator.name(), e.getMessage());
        failures.add(e);
      }
    }
    hosts.addAll(configuredHosts);
    if (hosts.isEmpty() && !failures.isEmpty()) {
      throw failures.get(0);
    }
    return List.copyOf(hosts);
  }
}
