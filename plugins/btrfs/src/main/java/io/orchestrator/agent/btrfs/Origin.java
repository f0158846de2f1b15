package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.mount.MountEntry;
import io.orchestrator.agent.api.mount.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What snapshots are taken of: the subvolume that holds the data directory. */
final class Origin {
  /** The inode of each subvolume's top folder, and of nothing else. */
  private static final long TOP = 256;

  private final MySqlFacts mysql;
  private final MountTable mounts;
  private final Subvolumes subvolumes;

  Origin(MySqlFacts mysql, MountTable mounts, Subvolumes subvolumes) {
    this.mysql = mysql;
    this.mounts = mounts;
    this.subvolumes = subvolumes;
  }

  /** Where the data directory is in its file system. */
  Location datadir() throws InterruptedException {
    return Location.of(mounts, mysql.datadir());
  }

  /** The subvolume's path on this host. */
  Path subvolume() throws InterruptedException {
    Path datadir = MountTable.real(mysql.datadir());
    Path mountPoint =
        mounts.holding(datadir).map(MountEntry::mountPoint).map(Path::of).orElse(datadir);
    for (Path path = datadir;
        path != null && path.startsWith(mountPoint);
        path = path.getParent()) {
      if (isTop(path)) {
        return path;
      }
    }
    throw new AgentException(
        ErrorCode.UNSUPPORTED,
        "The subvolume of the datadir %s can't be seen: only a folder of it is mounted on %s. Mount the subvolume itself"
            .formatted(datadir, mountPoint));
  }

  private static boolean isTop(Path path) {
    try {
      return ((Number) Files.getAttribute(path, "unix:ino")).longValue() == TOP;
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not look at the datadir's folder " + path + ": " + failed);
    }
  }

  /** Its snapshots know it by its UUID; empty if that can't be found out, such as without data. */
  Optional<String> uuid() throws InterruptedException {
    try {
      return Optional.of(subvolumes.uuid(subvolume()));
    } catch (AgentException unknown) {
      return Optional.empty();
    }
  }

  /** A snapshot has empty folders in the place of other subvolumes and mounts. */
  void requireWhole() throws InterruptedException {
    Path datadir = mysql.datadir();
    Location top = datadir();
    List<String> nested =
        subvolumes.paths(datadir).stream()
            .filter(path -> top.holds(new Location(top.device(), path)))
            .filter(path -> !path.equals(top.path()))
            .toList();
    if (!nested.isEmpty()) {
      throw notWhole(datadir, "the subvolume " + nested.get(0) + " of the file system is in it");
    }
    List<MountEntry> mounted = mounts.below(datadir);
    if (!mounted.isEmpty()) {
      throw notWhole(datadir, "something else is mounted on " + mounted.get(0).mountPoint());
    }
  }

  private AgentException notWhole(Path datadir, String reason) {
    return new AgentException(
        ErrorCode.CONFLICT,
        "No snapshot is made of the datadir %s: %s, and a snapshot has an empty folder there. Make it a plain folder"
            .formatted(datadir, reason));
  }
}
