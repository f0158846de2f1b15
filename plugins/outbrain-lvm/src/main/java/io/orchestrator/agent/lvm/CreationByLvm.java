package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.CommandResult;
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
    around.run(origin, name, mysql.datadir(), () -> create(origin, name, size));
    return volumes.list().stream()
        .filter(volume -> volume.group().equals(origin.group()) && volume.name().equals(name))
        .findFirst();
  }

  private void create(LogicalVolume origin, String name, List<String> size)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("lvcreate", "--yes", "--snapshot"));
    arguments.addAll(List.of("--permission", "rw", "--name", name));
    arguments.addAll(size);
    arguments.add(origin.group() + "/" + origin.name());
    CommandResult result = tools.tryRun(arguments.toArray(String[]::new));
    if (!result.succeeded()) {
      throw LvmFailure.of(
          result, "create the snapshot " + name + " of " + origin.path(), "lvcreate");
    }
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
    return all.stream()
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
  }
}
