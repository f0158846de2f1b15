package io.orchestrator.agent.lvm;

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

/** Mounts snapshots, and takes them away again. */
final class SnapshotMounts {
  private final HostTools tools;
  private final LogicalVolumes volumes;
  private final MountTable table;
  private final DisposableCopies copies;

  SnapshotMounts(HostTools tools, LogicalVolumes volumes, MountTable table) {
    this.tools = tools;
    this.volumes = volumes;
    this.table = table;
    this.copies = new DisposableCopies(tools, volumes, table);
  }

  Optional<Mount> at(Path mountPoint) throws InterruptedException {
    Optional<MountEntry> entry = table.at(mountPoint);
    return entry.isEmpty() ? Optional.empty() : Optional.of(mount(entry.get(), mountPoint));
  }

  private Mount mount(MountEntry entry, Path mountPoint) throws InterruptedException {
    // What is not on a device, such as a tmpfs, needs no look at LVM.
    List<LogicalVolume> all = entry.source().startsWith("/dev/") ? volumes.list() : List.of();
    String path =
        copies
            .mountedAs(entry, all)
            .map(copy -> DisposableCopies.original(copy, all))
            .orElseGet(() -> all.stream().filter(volume -> volume.isMountedAs(entry)).findFirst())
            .map(LogicalVolume::path)
            .orElse("");
    return new Mount(mountPoint, entry.source(), path, entry.fileSystem(), entry.readOnly());
  }

  /** Where the volume, or a copy of it, is mounted, if anywhere. */
  Optional<String> whereIs(LogicalVolume volume) throws InterruptedException {
    List<LogicalVolume> all = volumes.list();
    return table.entries().stream()
        .filter(entry -> volume.isMountedAs(entry) || isCopy(entry, volume, all))
        .map(MountEntry::mountPoint)
        .findFirst();
  }

  private boolean isCopy(MountEntry entry, LogicalVolume volume, List<LogicalVolume> all) {
    return copies
        .mountedAs(entry, all)
        .flatMap(copy -> DisposableCopies.original(copy, all))
        .filter(original -> original.path().equals(volume.path()))
        .isPresent();
  }

  /** Two mounts of one volume share its file system: neither may change it for the other. */
  void requireFreeFor(LogicalVolume snapshot, MountAccess access) {
    Optional<MountEntry> there = table.entries().stream().filter(snapshot::isMountedAs).findFirst();
    boolean harmless = access != MountAccess.READ_WRITE;
    if (there.isPresent() && !(harmless && there.get().readOnly())) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Can't mount %s: it is mounted on %s already; unmount that first"
              .formatted(snapshot.path(), there.get().mountPoint()));
    }
  }

  /**
   * Mounts a snapshot. Should that fail, it is as it was before: not mounted, no copy left, and a
   * thin one not active unless it was. (An origin comes and goes together with its classic
   * snapshots; one that was activated stays so.)
   *
   * @param mountPoint a directory with nothing mounted on it
   */
  Mount mount(LogicalVolume snapshot, Path mountPoint, MountAccess access)
      throws InterruptedException {
    try {
      LogicalVolume active = activate(snapshot);
      String device = access == MountAccess.DISPOSABLE ? copies.create(active) : active.path();
      String options = options(device, access);
      tools.run(
          "mount " + device + " on " + mountPoint + readOnlyHint(active),
          "mount",
          "-o",
          options,
          device,
          mountPoint.toString());
      return at(mountPoint)
          .orElseThrow(
              () ->
                  new AgentException(
                      ErrorCode.COMMAND_FAILED,
                      "mount succeeded, but nothing is mounted on " + mountPoint));
    } catch (AgentException | InterruptedException failed) {
      undo(snapshot, mountPoint, failed);
      throw failed;
    }
  }

  private LogicalVolume activate(LogicalVolume snapshot) throws InterruptedException {
    if (snapshot.active()) {
      return snapshot;
    }
    // -K: thin snapshots are marked to be skipped. --yes: a classic one takes its origin along.
    tools.run("activate " + snapshot.path(), "lvchange", "--yes", "-ay", "-K", snapshot.path());
    return volumes.list().stream()
        .filter(volume -> volume.path().equals(snapshot.path()))
        .filter(LogicalVolume::valid)
        .findFirst()
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.RESOURCES_EXHAUSTED,
                    snapshot.path() + " turned out to be full when it was activated"));
  }

  /**
   * A snapshot is of a file system in use, so its journal has to be replayed, which mounting it
   * read-only does as long as the volume itself can be written to. XFS refuses to mount a second
   * file system with the origin's UUID.
   */
  private String options(String device, MountAccess access) throws InterruptedException {
    CommandResult probe =
        tools.tryRun("blkid", "-p", "-u", "filesystem", "-o", "value", "-s", "TYPE", device);
    String type = probe.stdout().strip();
    if (!probe.succeeded() || type.isEmpty()) {
      throw probe.stderr().isBlank()
          ? new AgentException(ErrorCode.COMMAND_FAILED, "blkid found no file system on " + device)
          : probe.failure("find a file system on " + device, "blkid");
    }
    return (access == MountAccess.READ_ONLY ? "ro" : "rw") + (type.equals("xfs") ? ",nouuid" : "");
  }

  private static String readOnlyHint(LogicalVolume snapshot) {
    return snapshot.readOnly()
        ? " (a read-only volume: if its journal can't be replayed, create snapshots writable)"
        : "";
  }

  private void undo(LogicalVolume snapshot, Path mountPoint, Exception failed) {
    boolean interrupted = Thread.interrupted();
    try {
      if (isItsMount(mountPoint, snapshot)) {
        tools.run("unmount " + mountPoint, "umount", mountPoint.toString());
      }
      copies.removeLeftovers();
      if (!snapshot.active() && snapshot.thinSnapshot()) {
        tools.run("deactivate " + snapshot.path(), "lvchange", "-an", snapshot.path());
      }
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

  private boolean isItsMount(Path mountPoint, LogicalVolume snapshot) throws InterruptedException {
    return at(mountPoint).filter(mount -> mount.volumePath().equals(snapshot.path())).isPresent();
  }

  void unmount(Mount mount) throws InterruptedException {
    List<MountEntry> there = table.allAt(mount.path());
    if (there.stream().noneMatch(entry -> entry.source().equals(mount.device()))) {
      return;
    }
    MountEntry seen = there.get(there.size() - 1);
    if (!seen.source().equals(mount.device())) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Can't unmount "
              + mount.device()
              + ": "
              + seen.source()
              + " is mounted over it on "
              + mount.path());
    }
    CommandResult result = tools.tryRun("umount", seen.mountPoint());
    if (!result.succeeded() && table.at(mount.path()).filter(seen::equals).isPresent()) {
      throw result.stderr().contains("busy")
          ? new AgentException(
              ErrorCode.CONFLICT,
              "Could not unmount " + mount.path() + ": it is in use" + users(seen.mountPoint()))
          : result.failure("unmount " + mount.path(), "umount");
    }
    // By its name: an ordinary mount can be taken away even if LVM does not answer.
    if (DisposableCopies.isNamedLikeOne(seen)) {
      copies.removeLeftovers();
    }
  }

  private String users(String mountPoint) throws InterruptedException {
    return tools
        .users(mountPoint)
        .map(processes -> " by the processes " + processes)
        .orElse(". See who uses it: fuser -vm " + mountPoint);
  }
}
