package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.mount.MountEntry;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Snapshots of the subvolume that holds the data directory. What a caller names is only ever
 * compared with the snapshots that btrfs lists in {@code SnapshotDirectory}.
 */
@Extension
public final class BtrfsSnapshots implements SnapshotProvider {
  private static final List<String> TOOLS = List.of("btrfs", "mount", "umount", "mkdir");

  private final CommandRunner commands;
  private final MySqlFacts mysql;
  private final Optional<String> filter;
  private final RootTools tools;
  private final SnapshotFolder folder;
  private final Origin origin;
  private final SnapshotCreation creation;
  private final SnapshotMounts mounts;

  /** Called by the host. */
  public BtrfsSnapshots(AgentContext context) {
    commands = context.commands();
    mysql = context.mysql();
    filter = context.settings().find(BtrfsPlugin.FILTER);
    tools = new RootTools(commands);
    Subvolumes subvolumes = new Subvolumes(tools);
    folder =
        new SnapshotFolder(
            context.settings().get(BtrfsPlugin.DIRECTORY), context.mounts(), subvolumes);
    origin = new Origin(mysql, context.mounts(), subvolumes);
    creation =
        new SnapshotCreation(folder, origin, new SnapshotName(filter), tools, context.clock());
    mounts =
        new SnapshotMounts(
            folder,
            new DisposableCopies(folder, context.mounts(), tools),
            new MadeWritable(context.workDirectory(), context.mounts(), tools),
            context.mounts(),
            tools);
  }

  @Override
  public String name() {
    return "btrfs";
  }

  @Override
  public CheckResult check() throws InterruptedException {
    List<String> missing = TOOLS.stream().filter(tool -> commands.find(tool).isEmpty()).toList();
    if (!missing.isEmpty()) {
      return CheckResult.unusable(
          String.join(", ", missing) + " not found: install btrfs-progs, util-linux and coreutils");
    }
    try {
      Path subvolume = creation.requirePossible();
      List<Volume> found = list();
      long offered = found.stream().filter(Volume::offered).count();
      return CheckResult.usable(
          "%d snapshots, %d of them to seed from; new ones are of the subvolume %s"
              .formatted(found.size(), offered, subvolume));
    } catch (AgentException refused) {
      return CheckResult.unusable(refused.getMessage());
    }
  }

  @Override
  public List<Volume> list() throws InterruptedException {
    List<SnapshotFolder.Snapshot> snapshots = folder.list();
    Optional<String> uuid = snapshots.isEmpty() ? Optional.empty() : origin.uuid();
    Optional<Path> subvolume = uuid.isEmpty() ? Optional.empty() : Optional.of(origin.subvolume());
    return snapshots.stream()
        .map(it -> volume(it, subvolume.filter(known -> uuid.equals(Optional.of(it.parent())))))
        .toList();
  }

  /** Its size is 0: to know it would mean to walk through all of its files. */
  private Volume volume(SnapshotFolder.Snapshot snapshot, Optional<Path> of) {
    return new Volume(
        snapshot.path(),
        snapshot.name(),
        folder.directory().toString(),
        true,
        filter.isEmpty() || snapshot.name().contains(filter.get()),
        true,
        0,
        0,
        of.map(Path::toString),
        Optional.of(snapshot.created()));
  }

  @Override
  public Optional<Volume> create() throws InterruptedException {
    return Optional.of(volume(creation.create(), Optional.of(origin.subvolume())));
  }

  @Override
  public Mount mount(MountRequest request) throws InterruptedException {
    Path mountPoint = request.mountPoint();
    SnapshotFolder.Snapshot snapshot = folder.find(request.volumePath());
    new MountPoint(mountPoint).prepare(tools, mysql.datadir(), folder.directory());
    Optional<Mount> there = mounts.at(mountPoint);
    if (there.isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Can't mount %s: %s is mounted on %s already; unmount it first"
              .formatted(snapshot.path(), there.get().device(), mountPoint));
    }
    return mounts.mount(snapshot, mountPoint, request.access());
  }

  @Override
  public Optional<Mount> mounted(Path mountPoint) {
    return mounts.at(mountPoint);
  }

  @Override
  public void unmount(Mount mount) throws InterruptedException {
    mounts.unmount(mount);
  }

  @Override
  public void remove(String volumePath) throws InterruptedException {
    SnapshotFolder.Snapshot snapshot = folder.find(volumePath);
    if (filter.isEmpty() || !snapshot.name().contains(filter.get())) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          volumePath
              + " is not removed: "
              + filter
                  .map(text -> "its name does not contain SnapshotVolumesFilter \"" + text + "\"")
                  .orElse("SnapshotVolumesFilter is not set, so no snapshot may be"));
    }
    List<MountEntry> mounted = mounts.of(snapshot);
    if (!mounted.isEmpty()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "%s is not removed: it or a copy of it is mounted on %s"
              .formatted(volumePath, mounted.get(0).mountPoint()));
    }
    tools.run("remove " + volumePath, "btrfs", "subvolume", "delete", volumePath);
  }
}
