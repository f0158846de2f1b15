package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.host.datadir.AgentsOwn;
import io.orchestrator.agent.host.mysql.DiskUsage;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;

/** Looks into what is mounted. */
final class MountViews {
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
    if (mounted.isEmpty()) {
      return new MountView(providers.mountPoint().toString(), "", "", "", false, 0, "", 0);
    }
    Mount mount = mounted.get();
    Optional<Path> data = dataPath(mount);
    return new MountView(
        mount.path().toString(),
        mount.device(),
        UrlSafePath.show(mount.volumePath()),
        mount.fileSystem(),
        true,
        diskUsage.bytes(mount.path()),
        data.map(Path::toString).orElse(""),
        data.isPresent() ? diskUsage.bytes(data.get(), AgentsOwn.names(data.get())) : 0);
  }
}
