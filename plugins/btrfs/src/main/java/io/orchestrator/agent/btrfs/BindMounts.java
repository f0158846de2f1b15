package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.mount.MountEntry;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Mounts snapshots, which are folders already, where they are wanted. */
final class BindMounts {
  private final HostTools tools;
  private final Subvolumes subvolumes;
  private final MountTable table;

  BindMounts(HostTools tools, Subvolumes subvolumes, MountTable table) {
    this.tools = tools;
    this.subvolumes = subvolumes;
    this.table = table;
  }

  /** What is mounted there, with the snapshot's path if it is one of ours. */
  Optional<Mount> at(Path mountPoint) {
    return table
        .at(mountPoint)
        .map(
            entry ->
                new Mount(
                    mountPoint,
                    mountedFolder(entry).map(Path::toString).orElse(entry.source()),
                    snapshotOf(entry).map(Path::toString).orElse(""),
                    entry.fileSystem(),
                    entry.readOnly()));
  }

  /** Where in the snapshot directory the mount's folder is; empty if it is not in there. */
  private Optional<Path> mountedFolder(MountEntry entry) {
    Path directory = MountTable.real(subvolumes.directory());
    return table
        .holding(directory)
        .filter(holder -> holder.device().equals(entry.device()))
        .flatMap(holder -> folder(holder, directory, entry.root()));
  }

  private Optional<Path> folder(MountEntry holder, Path directory, String root) {
    Path inTree =
        Path.of(holder.root()).resolve(Path.of(holder.mountPoint()).relativize(directory));
    Path mounted = Path.of(root);
    return mounted.startsWith(inTree) && mounted.getNameCount() == inTree.getNameCount() + 1
        ? Optional.of(subvolumes.directory().resolve(inTree.relativize(mounted)))
        : Optional.empty();
  }

  private Optional<Path> snapshotOf(MountEntry entry) {
    return mountedFolder(entry)
        .map(
            folder -> {
              String name = folder.getFileName().toString();
              return name.startsWith(Subvolumes.DISPOSABLE)
                  ? folder.resolveSibling(name.substring(Subvolumes.DISPOSABLE.length()))
                  : folder;
            });
  }

  /** Where this folder of the snapshot directory is mounted; empty if it is nowhere. */
  Optional<MountEntry> of(Path folder) {
    return table.entries().stream()
        .filter(entry -> mountedFolder(entry).filter(folder::equals).isPresent())
        .findFirst();
  }

  /**
   * Mounts a snapshot. Should that fail nothing is mounted, and no copy left.
   *
   * @param mountPoint a directory with nothing mounted on it
   */
  Mount mount(Subvolume snapshot, Path mountPoint, MountAccess access) throws InterruptedException {
    try {
      Path folder = prepared(snapshot, access);
      String unused =
          tools.run(
              "mount " + folder + " on " + mountPoint,
              "mount",
              "-o",
              access == MountAccess.READ_ONLY ? "bind,ro" : "bind,rw",
              folder.toString(),
              mountPoint.toString());
      return at(mountPoint)
          .orElseThrow(
              () ->
                  new AgentException(
                      ErrorCode.COMMAND_FAILED,
                      "mount succeeded, but nothing is mounted on " + mountPoint));
    } catch (AgentException | InterruptedException failed) {
      undo(snapshot, mountPoint, access, failed);
      throw failed;
    }
  }

  private Path prepared(Subvolume snapshot, MountAccess access) throws InterruptedException {
    switch (access) {
      case READ_WRITE -> subvolumes.setReadOnly(snapshot.path(), false);
      case DISPOSABLE -> {
        removeLeftovers();
        Path copy = subvolumes.copyOf(snapshot);
        subvolumes.create(snapshot.path(), copy, false);
        return copy;
      }
      case READ_ONLY -> {}
    }
    return snapshot.path();
  }

  private void undo(Subvolume snapshot, Path mountPoint, MountAccess access, Exception failed) {
    boolean interrupted = Thread.interrupted();
    try {
      if (at(mountPoint).filter(mount -> !mount.volumePath().isEmpty()).isPresent()) {
        String unused = tools.run("unmount " + mountPoint, "umount", mountPoint.toString());
      }
      tidy(snapshot.path(), access == MountAccess.READ_WRITE);
    } catch (AgentException again) {
      failed.addSuppressed(again);
    } catch (InterruptedException again) {
      failed.addSuppressed(again);
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void tidy(Path snapshot, boolean wasWritable) throws InterruptedException {
    removeLeftovers();
    if (wasWritable && Files.isDirectory(snapshot)) {
      subvolumes.setReadOnly(snapshot, true);
    }
  }

  void unmount(Mount mount) throws InterruptedException {
    Optional<MountEntry> there = table.at(mount.path());
    if (there.isEmpty()
        || !mountedFolder(there.get())
            .map(Path::toString)
            .filter(mount.device()::equals)
            .isPresent()) {
      return;
    }
    String mountPoint = there.get().mountPoint();
    CommandResult result = tools.tryRun("umount", mountPoint);
    if (!result.succeeded() && table.at(mount.path()).filter(there.get()::equals).isPresent()) {
      throw result.stderr().contains("busy")
          ? new AgentException(
              ErrorCode.CONFLICT,
              "Could not unmount " + mount.path() + ": it is in use" + tools.users(mountPoint))
          : result.failure("unmount " + mount.path(), "umount");
    }
    boolean copy = !mount.device().equals(mount.volumePath());
    tidy(Path.of(mount.volumePath()), !copy && !mount.readOnly());
  }

  /** Throws away every disposable copy that is not mounted. */
  private void removeLeftovers() throws InterruptedException {
    List<Path> copies = subvolumes.copies();
    for (Path copy : copies) {
      if (of(copy).isEmpty()) {
        subvolumes.delete(copy);
      }
    }
  }
}
