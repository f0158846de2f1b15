package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.mount.MountEntry;
import io.orchestrator.agent.api.mount.MountTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writable copies of snapshots that are thrown away. Of a thin snapshot a thin snapshot; LVM can't
 * take a snapshot of a classic one, so that gets a small volume for what is written and a
 * device-mapper snapshot over both, which LVM knows nothing of. A tag marks the volumes.
 */
final class DisposableCopies {
  static final String SUFFIX = "-disposable";

  private static final String DEVICE_PREFIX = "/dev/mapper/orchestrator-agent-";
  private static final long LEAST_BYTES = 64L << 20;
  private static final long MOST_BYTES = 4L << 30;
  private static final int SHARE = 20;

  private final HostTools tools;
  private final LogicalVolumes volumes;
  private final MountTable mounts;
  private final Optional<String> filter;

  /**
   * Copies.
   *
   * @param filter what the names of this agent's snapshots contain
   */
  DisposableCopies(
      HostTools tools, LogicalVolumes volumes, MountTable mounts, Optional<String> filter) {
    this.filter = filter;
    this.tools = tools;
    this.volumes = volumes;
    this.mounts = mounts;
  }

  /**
   * Makes one of an active snapshot. After a failure nothing is left of it.
   *
   * @return the device to mount
   */
  String create(LogicalVolume snapshot) throws InterruptedException {
    removeLeftovers();
    String name = snapshot.name() + SUFFIX;
    String copy = "/dev/" + snapshot.group() + "/" + name;
    try {
      if (snapshot.thinSnapshot()) {
        requireRoom(snapshot);
        // Skipped at boot: a file system with the origin's UUID must not be found there. -K: now.
        lvcreate(
            "--snapshot", "-ky", "-K", "--name", name, snapshot.group() + "/" + snapshot.name());
        return copy;
      }
      lvcreate("--size", space(snapshot) + "b", "--name", name, snapshot.group());
      return overlay(snapshot, copy(snapshot.group(), name));
    } catch (AgentException | InterruptedException failed) {
      undo(failed);
      throw failed;
    }
  }

  /** For what is written into a copy. */
  private static long space(LogicalVolume snapshot) {
    return Math.max(LEAST_BYTES, Math.min(MOST_BYTES, snapshot.size() / SHARE));
  }

  private void requireRoom(LogicalVolume snapshot) throws InterruptedException {
    Optional<ThinPool> pool = volumes.poolOf(snapshot);
    if (pool.isPresent() && !pool.get().hasRoomFor(space(snapshot))) {
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED,
          String.format(
              Locale.ROOT,
              "Could not make a disposable copy of %s: the thin pool %s/%s is full to %.2f %%, its"
                  + " metadata to %.2f %%, and what is written into the copy could fill it; extend"
                  + " the pool, or remove snapshots",
              snapshot.path(),
              snapshot.group(),
              pool.get().name(),
              pool.get().dataPercent(),
              pool.get().metadataPercent()));
    }
  }

  private void lvcreate(String... arguments) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("lvcreate", "--yes", "--addtag", LogicalVolume.TAG));
    all.addAll(List.of(arguments));
    tools.change("make a disposable copy", all.toArray(String[]::new));
  }

  private LogicalVolume copy(String group, String name) throws InterruptedException {
    return volumes.list().stream()
        .filter(volume -> volume.group().equals(group) && volume.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.COMMAND_FAILED,
                    "lvcreate has made " + group + "/" + name + ", but lvs does not list it"));
  }

  private String overlay(LogicalVolume snapshot, LogicalVolume space) throws InterruptedException {
    String sectors =
        tools.run("measure " + snapshot.path(), "blockdev", "--getsz", snapshot.path()).strip();
    String table = "0 %s snapshot %s %s N 8".formatted(sectors, snapshot.device(), space.device());
    String device = overlayOf(space);
    tools.change(
        "make a disposable copy of " + snapshot.path(),
        "dmsetup",
        "create",
        "--verifyudev",
        "--addnodeoncreate",
        device.substring("/dev/mapper/".length()),
        "--table",
        table);
    return device;
  }

  private static String overlayOf(LogicalVolume space) {
    return DEVICE_PREFIX + space.mapperPath().substring("/dev/mapper/".length());
  }

  private void undo(Exception failed) {
    boolean interrupted = Thread.interrupted();
    try {
      removeLeftovers();
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

  /** Has what is mounted the name of a copy? */
  static boolean isNamedLikeOne(MountEntry mount) {
    return mount.source().endsWith(SUFFIX);
  }

  /** The copy that is mounted there; empty if it is none. */
  Optional<LogicalVolume> mountedAs(MountEntry mount, List<LogicalVolume> all) {
    return all.stream()
        .filter(LogicalVolume::disposable)
        .filter(copy -> copy.isMountedAs(mount) || mount.source().equals(overlayOf(copy)))
        .findFirst();
  }

  /** The snapshot that this is a copy of; the copy itself if that is gone. */
  static LogicalVolume original(LogicalVolume copy, List<LogicalVolume> all) {
    return all.stream()
        .filter(volume -> volume.group().equals(copy.group()))
        .filter(volume -> copy.name().equals(volume.name() + SUFFIX))
        .findFirst()
        .orElse(copy);
  }

  /** Throws away the copies that are not mounted; not those of another agent's snapshots. */
  void removeLeftovers() throws InterruptedException {
    List<MountEntry> mounted = mounts.entries();
    for (LogicalVolume copy : volumes.list()) {
      if (copy.disposable()
          && filter.filter(text -> !copy.name().contains(text)).isEmpty()
          && mounted.stream().noneMatch(entry -> mountedAs(entry, List.of(copy)).isPresent())) {
        remove(copy);
      }
    }
  }

  private void remove(LogicalVolume copy) throws InterruptedException {
    String overlay = overlayOf(copy);
    if (!copy.thinSnapshot()) {
      String name = overlay.substring("/dev/mapper/".length());
      CommandResult known = tools.tryRun("dmsetup", "info", name);
      if (known.succeeded()) {
        tools.change("throw away " + overlay, "dmsetup", "remove", "--verifyudev", "--retry", name);
      }
    }
    tools.change("throw away " + copy.path(), "lvremove", "--yes", copy.path());
  }
}
