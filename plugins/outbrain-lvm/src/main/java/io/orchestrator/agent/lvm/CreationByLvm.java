package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.mount.MountEntry;
import io.orchestrator.agent.api.mount.MountTable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a snapshot of the volume that the datadir is on. */
final class CreationByLvm implements SnapshotCreation {
  private final HostTools tools;
  private final LogicalVolumes volumes;
  private final MountTable mounts;
  private final MySqlFacts mysql;
  private final Clock clock;
  private final SnapshotName names;
  private final Optional<String> configuredSize;
  private final AroundSnapshot around;

  CreationByLvm(AgentContext context, HostTools tools, LogicalVolumes volumes) {
    this.tools = tools;
    this.volumes = volumes;
    this.mounts = context.mounts();
    this.mysql = context.mysql();
    this.clock = context.clock();
    this.names =
        new SnapshotName(
            context.settings().get(LvmPlugin.NAME), context.settings().find(LvmPlugin.FILTER));
    this.configuredSize = context.settings().find(LvmPlugin.SIZE);
    this.around = new AroundSnapshot(context.commands(), context.settings());
  }

  @Override
  public Optional<String> problem(List<LogicalVolume> all) throws InterruptedException {
    try {
      LogicalVolume origin = origin(all);
      SnapshotSize unused = size(origin);
      return names.problem(name(origin));
    } catch (AgentException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public Optional<LogicalVolume> create() throws InterruptedException {
    LogicalVolume origin = origin(volumes.list());
    List<String> size = size(origin).arguments();
    String name = name(origin);
    Optional<String> problem = names.problem(name);
    if (problem.isPresent()) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION, "Can't create a snapshot: " + problem.get());
    }
    requireNew(origin, name);
    try {
      around.run(origin, name, mysql.datadir(), () -> create(origin, name, size));
    } catch (AgentException failed) {
      throw new AgentException(failed.code(), failed.getMessage() + undo(origin, name), failed);
    } catch (InterruptedException interrupted) {
      String unused = undo(origin, name);
      throw interrupted;
    }
    return find(origin, name);
  }

  private void create(LogicalVolume origin, String name, List<String> size)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("lvcreate", "--yes", "--snapshot"));
    arguments.addAll(List.of("--permission", "rw", "--name", name));
    arguments.addAll(size);
    arguments.add(origin.group() + "/" + origin.name());
    tools.change(
        "create the snapshot " + name + " of " + origin.path(), arguments.toArray(String[]::new));
  }

  private void requireNew(LogicalVolume origin, String name) throws InterruptedException {
    if (find(origin, name).isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT, "Can't create the snapshot " + name + ": there is one of that name");
    }
  }

  private Optional<LogicalVolume> find(LogicalVolume origin, String name)
      throws InterruptedException {
    return volumes.list().stream()
        .filter(volume -> volume.group().equals(origin.group()) && volume.name().equals(name))
        .findFirst();
  }

  /**
   * One whose lock did not hold, or that nobody was told of, is not one to seed from.
   *
   * @return what became of it, to be put behind a message; empty if none was made
   */
  private String undo(LogicalVolume origin, String name) {
    boolean interrupted = Thread.interrupted();
    try {
      Optional<LogicalVolume> made = find(origin, name);
      if (made.isEmpty()) {
        return "";
      }
      tools.change("remove " + name + " again", "lvremove", "--yes", made.get().path());
      return "; " + name + " was removed again";
    } catch (AgentException failed) {
      return notUndone(origin, name, failed.getMessage());
    } catch (InterruptedException again) {
      interrupted = true;
      return notUndone(origin, name, "it was interrupted");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String notUndone(LogicalVolume origin, String name, String why) {
    String path = "/dev/" + origin.group() + "/" + name;
    return "; removing "
        + name
        + " again failed: "
        + why
        + "; it is not one to seed from: if it is there, remove it by hand: lvremove "
        + path;
  }

  private SnapshotSize size(LogicalVolume origin) {
    Optional<SnapshotSize> configured =
        configuredSize.map(
            text ->
                SnapshotSize.parse(text)
                    .orElseThrow(
                        () ->
                            new AgentException(
                                ErrorCode.INVALID_CONFIGURATION,
                                "SnapshotSize is \""
                                    + text
                                    + "\", but must be "
                                    + SnapshotSize.RULE)));
    return SnapshotSize.of(origin, configured);
  }

  private String name(LogicalVolume origin) {
    return names.of(origin.name(), clock.instant());
  }

  private LogicalVolume origin(List<LogicalVolume> all) throws InterruptedException {
    Path datadir = mysql.datadir();
    MountEntry mount =
        mounts
            .holding(datadir)
            .orElseThrow(
                () ->
                    new AgentException(
                        ErrorCode.NOT_FOUND,
                        "Can't create a snapshot: it is not known what " + datadir + " is on"));
    LogicalVolume origin =
        all.stream()
            .filter(volume -> volume.isMountedAs(mount))
            .findFirst()
            .orElseThrow(
                () ->
                    new AgentException(
                        ErrorCode.UNSUPPORTED,
                        "Can't create a snapshot: the datadir "
                            + datadir
                            + " is on "
                            + mount.source()
                            + ", which is no logical volume; set CreateSnapshotCommand, or use another"
                            + " snapshot provider"));
    requireWhole(datadir);
    return origin;
  }

  private void requireWhole(Path datadir) {
    List<MountEntry> inside = mounts.below(datadir);
    if (!inside.isEmpty()) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "Can't create a snapshot: something else is mounted on "
              + inside.get(0).mountPoint()
              + ", inside of the datadir, and a snapshot would have an empty folder there");
    }
  }
}
