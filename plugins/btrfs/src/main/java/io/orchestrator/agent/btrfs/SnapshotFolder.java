package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.mount.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The configured folder, and the snapshots that are directly in it. */
final class SnapshotFolder {
  /** Enough for what btrfs itself needs; with less the next write of MySQL may fail. */
  private static final long LEAST_SPACE = 64L << 20;

  /**
   * One of them.
   *
   * @param path on this host
   * @param parent the UUID of what it is a snapshot of
   */
  record Snapshot(String name, String path, Location location, Instant created, String parent) {}

  private final Path directory;
  private final MountTable mounts;
  private final Subvolumes subvolumes;

  SnapshotFolder(Path directory, MountTable mounts, Subvolumes subvolumes) {
    this.directory = directory;
    this.mounts = mounts;
    this.subvolumes = subvolumes;
  }

  Path directory() {
    return directory;
  }

  Location location() {
    if (!Files.isDirectory(directory)) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "SnapshotDirectory " + directory + " is no directory that the agent can see: create it");
    }
    return Location.of(mounts, directory);
  }

  List<Snapshot> list() throws InterruptedException {
    return in(location(), directory);
  }

  /** The snapshots in this folder, newest first. */
  List<Snapshot> in(Location folder, Path visible) throws InterruptedException {
    return subvolumes.snapshots(directory).stream()
        .map(found -> named(folder, visible, found))
        .filter(snapshot -> !snapshot.name().isEmpty())
        .toList();
  }

  private static Snapshot named(Location folder, Path visible, Subvolumes.Snapshot found) {
    Location location = new Location(folder.device(), found.path());
    String name = folder.nameOf(location);
    return new Snapshot(name, visible + "/" + name, location, found.created(), found.parent());
  }

  /** The snapshot of this path, which is only compared with those there are. */
  Snapshot find(String path) throws InterruptedException {
    Snapshot snapshot =
        list().stream()
            .filter(candidate -> candidate.path().equals(path))
            .findFirst()
            .orElseThrow(
                () ->
                    new AgentException(
                        ErrorCode.NOT_FOUND,
                        "There is no snapshot "
                            + path.replaceAll("\\p{Cntrl}+", " ")
                            + " in "
                            + directory));
    requireThere(path, snapshot.location());
    return snapshot;
  }

  /** Something else could be mounted over it, or a link lead away: btrfs would follow. */
  void requireThere(String path, Location location) {
    if (!Location.of(mounts, Path.of(path)).equals(location)) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          path + " leads to something else: unmount what is on it, or remove the link");
    }
  }

  /** Is it a place for snapshots of that data directory? */
  void requireFitFor(Location datadir) {
    Location folder = location();
    if (!folder.device().equals(datadir.device())) {
      throw unfit("is on another file system than the datadir");
    }
    if (datadir.holds(folder)) {
      throw unfit("is in the datadir, and would be seeded and deleted with it");
    }
  }

  private AgentException unfit(String reason) {
    return new AgentException(
        ErrorCode.INVALID_CONFIGURATION,
        "SnapshotDirectory " + directory + " " + reason + ": name another folder");
  }

  /** A snapshot takes no space at first, and then as much as is written to the data. */
  void requireSpace(String attempt) {
    try {
      long free = Files.getFileStore(directory).getUsableSpace();
      if (free < LEAST_SPACE) {
        throw new AgentException(
            ErrorCode.RESOURCES_EXHAUSTED,
            "Can't %s: the file system of %s has only %d MiB left. Remove snapshots or add a device"
                .formatted(attempt, directory, free >> 20));
      }
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not find out the free space of " + directory, failed);
    }
  }
}
