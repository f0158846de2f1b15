package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.mount.MountTable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Writable snapshots of snapshots, in a hidden folder beside them. Each has the name of the
 * snapshot it is a copy of, so that a mount tells after a restart which one that is.
 */
final class DisposableCopies {
  private static final String NAME = ".orchestrator-agent-disposable";

  private final SnapshotFolder folder;
  private final MountTable mounts;
  private final RootTools tools;

  DisposableCopies(SnapshotFolder folder, MountTable mounts, RootTools tools) {
    this.folder = folder;
    this.mounts = mounts;
    this.tools = tools;
  }

  Path directory() {
    return folder.directory().resolve(NAME);
  }

  Location location() {
    return folder.location().child(NAME);
  }

  /** Makes one, after it has thrown away what crashes have left; returns its path. */
  String make(SnapshotFolder.Snapshot snapshot) throws InterruptedException {
    prepareFolder();
    clear();
    if (inUse(location().child(snapshot.name()))) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "A disposable copy of " + snapshot.path() + " is mounted already: unmount it first");
    }
    folder.requireSpace("make a disposable copy of " + snapshot.path());
    String copy = directory() + "/" + snapshot.name();
    tools.run(
        "make a disposable copy of " + snapshot.path(),
        "btrfs",
        "subvolume",
        "snapshot",
        snapshot.path(),
        copy);
    return copy;
  }

  private void prepareFolder() throws InterruptedException {
    if (Files.notExists(directory(), LinkOption.NOFOLLOW_LINKS)) {
      tools.run(
          "create the folder for disposable copies", "mkdir", "-m", "700", directory().toString());
    }
    folder.requireThere(directory().toString(), location());
  }

  /** Throws away those that are not mounted. */
  void clear() throws InterruptedException {
    for (SnapshotFolder.Snapshot copy : folder.in(location(), directory())) {
      if (!inUse(copy.location())) {
        folder.requireThere(directory().toString(), location());
        tools.run(
            "throw away the disposable copy " + copy.path(),
            "btrfs",
            "subvolume",
            "delete",
            copy.path());
      }
    }
  }

  private boolean inUse(Location copy) {
    return mounts.entries().stream().anyMatch(entry -> copy.holds(Location.of(entry)));
  }
}
