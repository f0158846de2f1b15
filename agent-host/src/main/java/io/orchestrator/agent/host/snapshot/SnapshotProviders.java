package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.plugin.Plugins;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The providers that serve, in the order of the configuration, and whose volume is whose. */
public final class SnapshotProviders {
  private final List<SnapshotProvider> providers;
  private final Path mountPoint;

  @Inject
  SnapshotProviders(Plugins plugins, AgentConfig config) {
    this.mountPoint =
        config.snapshots().mountPoint().orElse(config.stateDirectory().resolve("mount"));
    List<String> named = config.snapshots().providers();
    this.providers =
        named.isEmpty()
            ? plugins.all(SnapshotProvider.class)
            : named.stream()
                .map(name -> plugins.require(SnapshotProvider.class, name, "SnapshotProviders"))
                .toList();
  }

  /** Where snapshots are mounted. */
  Path mountPoint() {
    return mountPoint;
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

  /** The volumes of all providers. */
  List<OwnedVolume> volumes() throws InterruptedException {
    List<OwnedVolume> all = new ArrayList<>();
    for (SnapshotProvider provider : providers) {
      for (Volume volume : provider.list()) {
        all.add(new OwnedVolume(volume, provider));
      }
    }
    return all;
  }

  /**
   * The volume of that path.
   *
   * @param path as the provider names it, or as it is shown
   * @throws AgentException {@code NOT_FOUND} if no provider lists it
   */
  OwnedVolume find(String path) throws InterruptedException {
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

  /** What is mounted, whichever provider's it is. */
  Optional<OwnedMount> mounted() throws InterruptedException {
    for (SnapshotProvider provider : providers) {
      Optional<Mount> mount = provider.mounted(mountPoint);
      if (mount.isPresent()) {
        return Optional.of(new OwnedMount(mount.get(), provider));
      }
    }
    return Optional.empty();
  }
}
