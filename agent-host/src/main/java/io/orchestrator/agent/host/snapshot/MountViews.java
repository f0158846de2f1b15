package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.host.datadir.AgentsOwn;
import io.orchestrator.agent.host.mysql.DiskUsage;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into what is mounted. */
final class MountViews {
  private static final Logger log = LoggerFactory.getLogger(MountViews.class);

  private final SnapshotProviders providers;
  private final MySqlFacts mysql;
  private final DiskUsage diskUsage;

  @Inject
  MountViews(SnapshotProviders providers, MySqlFacts mysql, DiskUsage diskUsage) {
    this.providers = providers;
    this.mysql = mysql;
    this.diskUsage = diskUsage;
  }

  /** The data directory in it. */
  Optional<Path> dataPath(Mount mount) throws InterruptedException {
    Path datadir = mysql.datadir();
    // The running server's: an ibdata1 may well be elsewhere.
    return mount.path().equals(datadir)
        ? Optional.of(datadir)
        : MountedDatadir.find(mount.path(), datadir);
  }

  /** As the API shows it; nothing mounted is shown as well. */
  MountView of(Optional<Mount> mounted) throws InterruptedException {
    return mounted.isPresent()
        ? of(mounted.get(), DiskUsage.LIMIT)
        : new MountView(providers.mountPoint().toString(), "", "", "", false, 0, "", 0);
  }

  /**
   * The same.
   *
   * @throws AgentException as {@link DiskUsage#bytes(Path, Set, Duration)}
   */
  MountView of(Mount mount, Duration limit) throws InterruptedException {
    Optional<Path> data = dataPath(mount);
    // One walk at most: it may take long, and what a seed copies is what somebody waits for.
    long bytes =
        data.isPresent()
            ? diskUsage.bytes(data.get(), AgentsOwn.names(data.get()), limit)
            : diskUsage.bytes(mount.path(), Set.of(), limit);
    return view(mount, data, diskUsage.ofFileSystemAt(mount.path()).orElse(bytes), bytes);
  }

  /** With sizes of 0. */
  MountView unmeasured(Mount mount) throws InterruptedException {
    return view(mount, dataPath(mount), 0, 0);
  }

  private static MountView view(Mount mount, Optional<Path> data, long all, long dataBytes) {
    return new MountView(
        mount.path().toString(),
        mount.device(),
        UrlSafePath.show(mount.volumePath()),
        mount.fileSystem(),
        true,
        all,
        data.map(Path::toString).orElse(""),
        data.isPresent() ? dataBytes : 0);
  }

  /** What was measured there before is of another mount. */
  void forget(Mount mount) {
    try {
      diskUsage.forget(mount.path());
    } catch (AgentException unseen) {
      // Then measuring it fails as well, and tells whoever waits for that.
      log.debug("Could not look at {}: {}", mount.path(), unseen.getMessage());
    }
  }
}
