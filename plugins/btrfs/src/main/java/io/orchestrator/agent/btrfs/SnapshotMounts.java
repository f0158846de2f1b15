package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.mount.MountEntry;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Mounts snapshots and their copies by bind mounts, and takes them away again. */
final class SnapshotMounts {
  private final SnapshotFolder folder;
  private final DisposableCopies copies;
  private final MadeWritable writable;
  private final MountTable table;
  private final RootTools tools;

  SnapshotMounts(
      SnapshotFolder folder,
      DisposableCopies copies,
      MadeWritable writable,
      MountTable table,
      RootTools tools) {
    this.folder = folder;
    this.copies = copies;
    this.writable = writable;
    this.table = table;
    this.tools = tools;
  }

  Optional<Mount> at(Path mountPoint) {
    return table.at(mountPoint).map(entry -> mount(entry, mountPoint));
  }

  /** All mounts of a btrfs have the same source, so the device is the path of what is mounted. */
  private Mount mount(MountEntry entry, Path mountPoint) {
    String device = entry.source();
    String volume = "";
    if (entry.fileSystem().equals("btrfs")) {
      String name = folder.location().nameOf(Location.of(entry));
      String copied = copies.location().nameOf(Location.of(entry));
      if (!name.isEmpty()) {
        volume = folder.directory() + "/" + name;
        device = volume;
      } else if (!copied.isEmpty()) {
        volume = folder.directory() + "/" + copied;
        device = copies.directory() + "/" + copied;
      }
    }
    return new Mount(mountPoint, device, volume, entry.fileSystem(), entry.readOnly());
  }

  /** The mounts of a snapshot, of a folder in it, or of its disposable copy. */
  List<MountEntry> of(SnapshotFolder.Snapshot snapshot) {
    Location copy = copies.location().child(snapshot.name());
    return table.entries().stream()
        .filter(
            entry ->
                snapshot.location().holds(Location.of(entry)) || copy.holds(Location.of(entry)))
        .toList();
  }

  /**
   * Mounts a snapshot. Should that fail, it is as it was before.
   *
   * @param mountPoint a directory with nothing mounted on it
   */
  Mount mount(SnapshotFolder.Snapshot snapshot, Path mountPoint, MountAccess access)
      throws InterruptedException {
    writable.putBack(folder);
    requireHarmless(snapshot, access);
    try {
      String source = snapshot.path();
      if (access == MountAccess.READ_WRITE) {
        writable.make(snapshot);
      } else if (access == MountAccess.DISPOSABLE) {
        source = copies.make(snapshot);
      }
      tools.run(
          "mount " + source + " on " + mountPoint,
          "mount",
          "-o",
          access == MountAccess.READ_ONLY ? "bind,ro" : "bind,rw",
          source,
          mountPoint.toString());
      return at(mountPoint)
          .filter(mount -> mount.volumePath().equals(snapshot.path()))
          .orElseThrow(
              () ->
                  new AgentException(
                      ErrorCode.COMMAND_FAILED,
                      "mount succeeded, but " + snapshot.path() + " is not on " + mountPoint));
    } catch (AgentException | InterruptedException failed) {
      undo(snapshot, mountPoint, access, failed);
      throw failed;
    }
  }

  /** All mounts of a snapshot show the same files: a seed must not see them change. */
  private void requireHarmless(SnapshotFolder.Snapshot snapshot, MountAccess access) {
    table.entries().stream()
        .filter(entry -> snapshot.location().holds(Location.of(entry)))
        .filter(entry -> access == MountAccess.READ_WRITE || !entry.readOnly())
        .findFirst()
        .ifPresent(
            entry -> {
              throw new AgentException(
                  ErrorCode.CONFLICT,
                  "Can't mount %s: it is mounted %s on %s, and both would show the same files. Unmount it there first"
                      .formatted(
                          snapshot.path(),
                          entry.readOnly() ? "read-only" : "for writing",
                          entry.mountPoint()));
            });
  }

  private void undo(
      SnapshotFolder.Snapshot snapshot, Path mountPoint, MountAccess access, Exception failed) {
    try {
      if (at(mountPoint).filter(it -> it.volumePath().equals(snapshot.path())).isPresent()) {
        tools.run("unmount " + mountPoint, "umount", mountPoint.toString());
      }
      clearUp(access == MountAccess.DISPOSABLE);
    } catch (AgentException again) {
      failed.addSuppressed(again);
    } catch (InterruptedException again) {
      failed.addSuppressed(again);
      Thread.currentThread().interrupt();
    }
  }

  private void clearUp(boolean copied) throws InterruptedException {
    if (copied) {
      copies.clear();
    }
    writable.putBack(folder);
  }

  void unmount(Mount mount) throws InterruptedException {
    List<MountEntry> there = table.allAt(mount.path());
    if (there.stream().anyMatch(entry -> isOf(mount, entry))) {
      unmountLast(mount, there.get(there.size() - 1));
    }
    clearUp(!mount.device().equals(mount.volumePath()));
  }

  private boolean isOf(Mount mount, MountEntry entry) {
    return mount(entry, mount.path()).device().equals(mount.device());
  }

  private void unmountLast(Mount mount, MountEntry seen) throws InterruptedException {
    if (!isOf(mount, seen)) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Can't unmount %s: %s is mounted over it on %s"
              .formatted(mount.device(), seen.source(), mount.path()));
    }
    CommandResult result = tools.tryRun("umount", seen.mountPoint());
    if (!result.succeeded() && table.at(mount.path()).filter(seen::equals).isPresent()) {
      throw result.stderr().contains("busy")
          ? new AgentException(
              ErrorCode.CONFLICT,
              "Could not unmount %s: it is in use. End what works there or has its files open; lsof names it"
                  .formatted(mount.path()))
          : result.failure("unmount " + mount.path(), "umount");
    }
  }
}
