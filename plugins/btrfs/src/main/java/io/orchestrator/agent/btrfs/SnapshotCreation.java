package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Collectors;

/** Makes snapshots. */
final class SnapshotCreation {
  private final SnapshotFolder folder;
  private final Origin origin;
  private final SnapshotName names;
  private final RootTools tools;
  private final Clock clock;

  SnapshotCreation(
      SnapshotFolder folder, Origin origin, SnapshotName names, RootTools tools, Clock clock) {
    this.folder = folder;
    this.origin = origin;
    this.names = names;
    this.tools = tools;
    this.clock = clock;
  }

  /** Requires what is needed to make one; looks only. */
  Path requirePossible() throws InterruptedException {
    names.requireUsable();
    folder.requireFitFor(origin.datadir());
    return origin.subvolume();
  }

  SnapshotFolder.Snapshot create() throws InterruptedException {
    Path subvolume = requirePossible();
    origin.requireWhole();
    folder.requireSpace("make a snapshot of " + subvolume);
    String name =
        names.next(
            subvolume,
            clock.instant(),
            folder.list().stream().map(SnapshotFolder.Snapshot::name).collect(Collectors.toSet()));
    String path = folder.directory() + "/" + name;
    tools.run(
        "make the snapshot " + path + " of " + subvolume,
        "btrfs",
        "subvolume",
        "snapshot",
        "-r",
        subvolume.toString(),
        path);
    return folder.list().stream()
        .filter(snapshot -> snapshot.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.COMMAND_FAILED,
                    "btrfs made a snapshot of "
                        + subvolume
                        + ", but not as "
                        + path
                        + ": see whether there is a folder of that name"));
  }
}
