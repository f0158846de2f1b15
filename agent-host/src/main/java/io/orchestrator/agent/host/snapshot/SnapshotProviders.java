package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.plugin.Plugins;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The providers that serve, in the order of the configuration, and whose volume is whose. */
public final class SnapshotProviders {
  private static final Logger log = LoggerFactory.getLogger(SnapshotProviders.class);

  private final List<SnapshotProvider> providers;
  private final LiveSources live;
  private final Path mountPoint;

  @Inject
  SnapshotProviders(Plugins plugins, LiveSources live, AgentConfig config) {
    this.mountPoint =
        config.snapshots().mountPoint().orElse(config.stateDirectory().resolve("mount"));
    List<String> named = config.snapshots().providers();
    this.providers =
        named.isEmpty()
            ? plugins.all(SnapshotProvider.class)
            : named.stream()
                .map(name -> plugins.require(SnapshotProvider.class, name, "SnapshotProviders"))
                .toList();
    this.live = live;
  }

  /** Where snapshots are mounted. */
  Path mountPoint() {
    return mountPoint;
  }

  /** Those that serve, in order. */
  List<SnapshotProvider> all() {
    return providers;
  }

  /** The one that makes snapshots. */
  SnapshotProvider creator() {
    return providers.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.NOT_CONFIGURED,
                    "There is no snapshot provider; enable a plugin that has one"));
  }

  private interface Question<T> {
    List<T> ask(SnapshotProvider provider) throws InterruptedException;
  }

  /**
   * The volumes of all providers.
   *
   * @throws AgentException if no provider can tell
   */
  List<OwnedVolume> volumes() throws InterruptedException {
    return answers(
        provider ->
            provider.list().stream().map(volume -> new OwnedVolume(volume, provider)).toList());
  }

  // A provider that fails must not hide what the others have.
  private <T> List<T> answers(Question<T> question) throws InterruptedException {
    List<AgentException> failures = new ArrayList<>();
    List<T> all = answers(question, failures);
    if (!failures.isEmpty() && failures.size() == providers.size()) {
      throw failures.get(0);
    }
    return all;
  }

  private <T> List<T> answers(Question<T> question, List<AgentException> failures)
      throws InterruptedException {
    List<T> all = new ArrayList<>();
    for (SnapshotProvider provider : providers) {
      try {
        all.addAll(question.ask(provider));
      } catch (AgentException e) {
        log.warn("The snapshot provider {} failed: {}", provider.name(), e.getMessage());
        failures.add(e);
      }
    }
    return all;
  }

  /**
   * The volume of that path.
   *
   * @param path as the provider names it, or as it is shown
   * @throws AgentException {@code NOT_FOUND} if no provider lists it; {@code UNSUPPORTED} if it is
   *     the running server
   */
  OwnedVolume find(String path) throws InterruptedException {
    if (live.has(path)) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          path + " is the running server, not a snapshot: it can be chosen for a seed, no more");
    }
    List<OwnedVolume> all = volumes();
    return all.stream()
        .filter(owned -> !path.isEmpty() && owned.volume().path().equals(path))
        .findFirst()
        .or(
            () ->
                all.stream()
                    .filter(owned -> UrlSafePath.show(owned.volume().path()).equals(path))
                    .filter(owned -> !path.isEmpty())
                    .findFirst())
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.NOT_FOUND,
                    "There is no volume \"" + UrlSafePath.show(path) + "\" on this host; see lvs"));
  }

  /** The same, or the running server. */
  OwnedVolume findSource(String path) throws InterruptedException {
    return live.has(path) ? new OwnedVolume(live.volume(path), live) : find(path);
  }

  /**
   * What is mounted, whichever provider's it is, or chosen of the running server.
   *
   * @throws AgentException if nothing is seen to be and a provider can't tell
   */
  Optional<OwnedMount> mounted() throws InterruptedException {
    Optional<Mount> chosen = live.mounted(mountPoint);
    return chosen.isPresent()
        ? Optional.of(new OwnedMount(chosen.get(), live))
        : mounted(mountPoint);
  }

  boolean isLive(String path) {
    return live.has(path);
  }

  /** What sends it, if it is the running server. */
  Optional<SeedTransport> liveTransport(Mount mount) {
    return live.transport(mount.volumePath());
  }

  /**
   * What is mounted at another place.
   *
   * @throws AgentException if nothing is seen to be and a provider can't tell: its mount must not
   *     be taken for gone
   */
  Optional<OwnedMount> mounted(Path place) throws InterruptedException {
    List<AgentException> failures = new ArrayList<>();
    List<OwnedMount> mounted =
        answers(
            provider ->
                provider.mounted(place).stream()
                    .map(mount -> new OwnedMount(mount, provider))
                    .toList(),
            failures);
    // Without its tools it has mounted nothing.
    failures.removeIf(failure -> failure.code() == ErrorCode.TOOL_MISSING);
    if (mounted.isEmpty() && !failures.isEmpty()) {
      throw failures.get(0);
    }
    // Each sees every mount, but only one knows the volume.
    return mounted.stream()
        .min(Comparator.comparing(owned -> owned.mount().volumePath().isEmpty()));
  }
}
