package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** LVM's snapshots of this host. What a caller names is only ever compared with what lvs lists. */
@Extension
public final class LvmSnapshots implements SnapshotProvider {
  private static final List<String> TOOLS =
      List.of("lvs", "lvchange", "lvremove", "mount", "umount", "blkid");

  private final CommandRunner commands;
  private final MySqlFacts mysql;
  private final Optional<String> filter;
  private final HostTools tools;
  private final LogicalVolumes volumes;
  private final SnapshotMounts mounts;
  private final SnapshotCreation creation;

  /** Called by the host. */
  public LvmSnapshots(AgentContext context) {
    commands = context.commands();
    mysql = context.mysql();
    filter = context.settings().find(LvmPlugin.FILTER);
    tools = new HostTools(commands);
    volumes = new LogicalVolumes(tools);
    mounts = new SnapshotMounts(tools, volumes, context.mounts());
    creation =
        context
            .settings()
            .find(LvmPlugin.CREATE)
            .<SnapshotCreation>map(text -> new CreationByCommand(commands, text, volumes))
            .orElseGet(() -> new CreationByLvm(context, tools, volumes));
  }

  @Override
  public String name() {
    return "lvm";
  }

  @Override
  public CheckResult check() throws InterruptedException {
    List<String> missing = TOOLS.stream().filter(tool -> commands.find(tool).isEmpty()).toList();
    if (!missing.isEmpty()) {
      return CheckResult.unusable(
          String.join(", ", missing) + " not found: install lvm2 and util-linux");
    }
    try {
      List<LogicalVolume> found = volumes.list();
      long offered =
          found.stream().map(volume -> volume.toVolume(filter)).filter(Volume::offered).count();
      String creating =
          creation.problem(found).map(why -> "; no snapshot can be made: " + why).orElse("");
      return CheckResult.usable(
          "%d logical volumes, %d of them snapshots to seed from%s"
              .formatted(found.size(), offered, creating));
    } catch (AgentException refused) {
      return CheckResult.unusable(refused.getMessage());
    }
  }

  @Override
  public List<Volume> list() throws InterruptedException {
    return volumes.list().stream().map(volume -> volume.toVolume(filter)).toList();
  }

  @Override
  public Optional<Volume> create() throws InterruptedException {
    return creation.create().map(volume -> volume.toVolume(filter));
  }

  @Override
  public Mount mount(MountRequest request) throws InterruptedException {
    Path mountPoint = request.mountPoint();
    LogicalVolume snapshot = snapshot(request.volumePath());
    if (!snapshot.valid()) {
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED,
          snapshot.path() + " can't be mounted: it ran full or is damaged, its data is lost");
    }
    mounts.requireFreeFor(snapshot, request.access());
    MountPoint.prepare(mountPoint, mysql.datadir(), tools);
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
  public Optional<Mount> mounted(Path mountPoint) throws InterruptedException {
    return mounts.at(mountPoint);
  }

  @Override
  public void unmount(Mount mount) throws InterruptedException {
    mounts.unmount(mount);
  }

  @Override
  public void remove(String volumePath) throws InterruptedException {
    LogicalVolume snapshot = snapshot(volumePath);
    if (snapshot.disposable()) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          volumePath + " is not removed: it is a copy that goes when it is unmounted");
    }
    if (filter.isEmpty() || !snapshot.name().contains(filter.get())) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          volumePath
              + " is not removed: "
              + filter
                  .map(text -> "its name does not contain SnapshotVolumesFilter \"" + text + "\"")
                  .orElse("SnapshotVolumesFilter is not set, so no snapshot may be"));
    }
    Optional<String> mountPoint = mounts.whereIs(snapshot);
    if (mountPoint.isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT, volumePath + " is not removed: it is mounted on " + mountPoint.get());
    }
    CommandResult result = tools.tryRun("lvremove", "--yes", snapshot.path());
    if (!result.succeeded()) {
      throw LvmFailure.of(result, "remove " + volumePath, "lvremove");
    }
  }

  private LogicalVolume snapshot(String volumePath) throws InterruptedException {
    LogicalVolume found =
        volumes.list().stream()
            .filter(volume -> !volume.path().isEmpty() && volume.path().equals(volumePath))
            .findFirst()
            .orElseThrow(
                () ->
                    new AgentException(
                        ErrorCode.NOT_FOUND,
                        "There is no logical volume " + volumePath.replaceAll("\\p{Cntrl}+", " ")));
    if (!found.snapshot()) {
      throw new AgentException(ErrorCode.INVALID_ARGUMENT, volumePath + " is not a snapshot");
    }
    return found;
  }
}
