package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.host.config.AgentConfig;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A copy of a snapshot that is mounted beside the seeds' mount and thrown away with its mount. */
public final class DisposableMount {
  private final SnapshotProviders providers;
  private final SnapshotLock lock;
  private final MySqlFacts mysql;
  private final Path place;

  @Inject
  DisposableMount(
      SnapshotProviders providers, SnapshotLock lock, MySqlFacts mysql, AgentConfig config) {
    this.providers = providers;
    this.lock = lock;
    this.mysql = mysql;
    this.place = config.verify().directory().resolve("mount");
  }

  /**
   * What a path names, as the provider has it.
   *
   * @throws AgentException {@code NOT_FOUND}, {@code INVALID_ARGUMENT} for what is no snapshot,
   *     {@code RESOURCES_EXHAUSTED} for one whose data is lost
   */
  public String require(String path) throws InterruptedException {
    OwnedVolume owned = providers.find(path);
    CurrentMount.requireMountable(owned.volume());
    return owned.volume().path();
  }

  /**
   * Mounts a copy. The directory above it exists.
   *
   * @return the data directory in it
   * @throws AgentException if it can't be mounted, or holds no data directory; then nothing is
   *     mounted
   */
  public Path mount(String path) throws InterruptedException {
    return lock.alone(
        () -> {
          unmountAlone();
          OwnedVolume owned = providers.find(path);
          Mount mount =
              owned
                  .provider()
                  .mount(new MountRequest(owned.volume().path(), place, MountAccess.DISPOSABLE));
          Optional<Path> data = MountedDatadir.find(mount.path(), mysql.datadir());
          if (data.isEmpty()) {
            owned.provider().unmount(mount);
            throw new AgentException(
                ErrorCode.NOT_FOUND,
                "The snapshot " + owned.volume().name() + " holds no MySQL data directory");
          }
          return data.get();
        });
  }

  /**
   * Takes the copy away, and what a crash has left of one that is not mounted; nothing there is no
   * error.
   */
  public void unmount() throws InterruptedException {
    var unused =
        lock.alone(
            () -> {
              unmountAlone();
              removeLeftovers();
              return place;
            });
  }

  /** Of each provider, though it fails with one of them. */
  private void removeLeftovers() throws InterruptedException {
    List<AgentException> failures = new ArrayList<>();
    for (SnapshotProvider provider : providers.all()) {
      try {
        provider.removeLeftovers();
      } catch (AgentException failed) {
        // Without its tools it has made no copy.
        if (failed.code() != ErrorCode.TOOL_MISSING) {
          failures.add(failed);
        }
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  private void unmountAlone() throws InterruptedException {
    Optional<OwnedMount> mounted = providers.mounted(place);
    if (mounted.isPresent() && mounted.get().mount().volumePath().isEmpty()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          mounted.get().mount().device()
              + " is mounted on "
              + place
              + " and is no snapshot; unmount it, or set VerifyDirectory");
    }
    if (mounted.isPresent()) {
      mounted.get().provider().unmount(mounted.get().mount());
    }
  }
}
