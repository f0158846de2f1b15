package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.mount.MountEntry;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Read-only snapshots of the datadir's subvolume, in one directory. */
@Extension
public final class BtrfsSnapshots implements SnapshotProvider {
  private static final String USUAL_NAME = "mysql-snapshot-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final CommandRunner commands;
  private final MySqlFacts mysql;
  private final Clock clock;
  private final Path directory;
  private final Optional<String> filter;
  private final MountTable table;
  private final HostTools tools;
  private final Subvolumes subvolumes;
  private final BindMounts mounts;

  /** Called by the host. */
  public BtrfsSnapshots(AgentContext context) {
    commands = context.commands();
    mysql = context.mysql();
    clock = context.clock();
    directory = context.settings().get(BtrfsPlugin.DIRECTORY).normalize();
    filter = context.settings().find(BtrfsPlugin.FILTER);
    table = context.mounts();
    tools = new HostTools(commands);
    subvolumes = new Subvolumes(tools, directory);
    mounts = new BindMounts(tools, subvolumes, table);
  }

  @Override
  public String name() {
    return "btrfs";
  }

  @Override
  public CheckResult check() throws InterruptedException {
    if (commands.find("btrfs").isEmpty()) {
      return CheckResult.unusable("btrfs not found: install btrfs-progs");
    }
    try {
      requireSameFileSystem();
      return CheckResult.usable(
          subvolumes.snapshots().size()
              + " snapshots of "
              + subvolumes.holding(datadir()).path()
              + " in "
              + directory);
    } catch (AgentException refused) {
      return CheckResult.unusable(refused.getMessage());
    }
  }

  private Path datadir() throws InterruptedException {
    return MountTable.real(mysql.datadir());
  }

  private void requireSameFileSystem() throws InterruptedException {
    Path datadir = datadir();
    Optional<MountEntry> data = table.holding(datadir);
    if (data.filter(mount -> mount.fileSystem().equals("btrfs")).isEmpty()) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "The datadir "
              + datadir
              + " is on "
              + data.map(MountEntry::fileSystem).orElse("an unknown file system")
              + ", not on btrfs");
    }
    if (!Files.isDirectory(directory)) {
      throw unfit("is no directory: make it");
    }
    if (MountTable.real(directory).startsWith(datadir)) {
      throw unfit("is in the datadir, where the server would take it for a schema");
    }
    if (table
        .holding(directory)
        .filter(mount -> mount.device().equals(data.get().device()))
        .isEmpty()) {
      throw unfit("is not on the file system of the datadir " + datadir);
    }
  }

  private AgentException unfit(String why) {
    return new AgentException(
        ErrorCode.INVALID_CONFIGURATION, "SnapshotDirectory " + directory + " " + why);
  }

  @Override
  public List<Volume> list() throws InterruptedException {
    Subvolume origin = subvolumes.holding(datadir());
    List<Volume> volumes = new ArrayList<>();
    for (Subvolume snapshot : subvolumes.snapshots()) {
      volumes.add(volume(snapshot, origin));
    }
    volumes.add(
        new Volume(
            origin.path().toString(),
            origin.name(),
            "",
            false,
            false,
            true,
            0,
            0,
            Optional.empty(),
            origin.created()));
    return volumes;
  }

  // Of another subvolume, or none at all: listed, never offered.
  private Volume volume(Subvolume snapshot, Subvolume origin) {
    boolean ours = snapshot.parent().isPresent() && snapshot.parent().equals(origin.identity());
    return new Volume(
        snapshot.path().toString(),
        snapshot.name(),
        directory.toString(),
        snapshot.parent().isPresent(),
        ours && matchesFilter(snapshot),
        true,
        0,
        0,
        ours ? Optional.of(origin.path().toString()) : snapshot.parent(),
        snapshot.created());
  }

  private boolean matchesFilter(Subvolume snapshot) {
    return filter.isEmpty() || snapshot.name().contains(filter.get());
  }

  @Override
  public Optional<Volume> create() throws InterruptedException {
    requireSameFileSystem();
    Subvolume origin = subvolumes.holding(datadir());
    subvolumes.requireWhole(origin, datadir());
    Path target = directory.resolve(filter.orElse(USUAL_NAME) + TIME.format(clock.instant()));
    if (!directory.equals(target.getParent())) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "Can't create a snapshot: SnapshotVolumesFilter has a slash, which no name can have");
    }
    subvolumes.create(origin.path(), target, true);
    return Optional.of(volume(subvolumes.show(target), origin));
  }

  @Override
  public Mount mount(MountRequest request) throws InterruptedException {
    Subvolume snapshot = snapshot(request.volumePath());
    requireFree(snapshot, request.access());
    prepare(request.mountPoint());
    Optional<Mount> there = mounts.at(request.mountPoint());
    if (there.isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Can't mount %s: %s is mounted on %s already; unmount it first"
              .formatted(snapshot.path(), there.get().device(), request.mountPoint()));
    }
    return mounts.mount(snapshot, request.mountPoint(), request.access());
  }

  private void requireFree(Subvolume snapshot, MountAccess access) {
    Optional<MountEntry> there = mounts.of(snapshot.path());
    boolean harmless = access != MountAccess.READ_WRITE;
    if (there.isPresent() && !(harmless && there.get().readOnly())) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Can't mount %s: it is mounted on %s already; unmount that first"
              .formatted(snapshot.path(), there.get().mountPoint()));
    }
  }

  private void prepare(Path mountPoint) throws InterruptedException {
    if (datadir().startsWith(MountTable.real(mountPoint))) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "Can't mount a snapshot on " + mountPoint + ": that would hide the datadir");
    }
    if (!Files.isDirectory(mountPoint)) {
      String unused =
          tools.run("create the mount point " + mountPoint, "mkdir", "--", mountPoint.toString());
    }
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
    Subvolume snapshot = snapshot(volumePath);
    Volume volume = volume(snapshot, subvolumes.holding(datadir()));
    if (filter.isEmpty() || !volume.matchesFilter()) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          snapshot.path()
              + " is not removed: "
              + filter
                  .map(
                      text ->
                          "it is no snapshot of the datadir, or has no \""
                              + text
                              + "\" in its name")
                  .orElse("SnapshotVolumesFilter is not set, so no snapshot may be"));
    }
    Optional<MountEntry> mounted = mounts.of(snapshot.path());
    if (mounted.isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          snapshot.path() + " is not removed: it is mounted on " + mounted.get().mountPoint());
    }
    subvolumes.delete(snapshot.path());
  }

  /** What a caller names is only ever compared with what there is. */
  private Subvolume snapshot(String volumePath) throws InterruptedException {
    for (Subvolume snapshot : subvolumes.snapshots()) {
      if (snapshot.path().toString().equals(volumePath) && snapshot.parent().isPresent()) {
        return snapshot;
      }
    }
    boolean known = list().stream().anyMatch(volume -> volume.path().equals(volumePath));
    throw known
        ? new AgentException(ErrorCode.INVALID_ARGUMENT, volumePath + " is not a snapshot")
        : new AgentException(
            ErrorCode.NOT_FOUND,
            "There is no snapshot " + volumePath.replaceAll("\\p{Cntrl}+", " "));
  }
}
