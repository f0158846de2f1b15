package io.orchestrator.agent.directory;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Each folder of {@code SnapshotDirectory} is a snapshot. Mounting one only remembers the choice
 * and needs no rights: the folder stays where it is, whatever the mount point. That a read-only
 * mount is not written to is up to the file system, or to whoever uses it. What a caller names is
 * only ever compared with the folders there are.
 */
@Extension
public final class DirectorySnapshots implements SnapshotProvider {
  private final Folders folders;
  private final ChosenFolder chosen;

  /** Called by the host. */
  public DirectorySnapshots(AgentContext context) {
    folders =
        new Folders(
            context.settings().get(DirectoryPlugin.DIRECTORY),
            context.settings().find(DirectoryPlugin.FILTER));
    chosen = new ChosenFolder(context.workDirectory());
  }

  @Override
  public String name() {
    return "directory";
  }

  @Override
  public CheckResult check() {
    try {
      List<Volume> found = list();
      long offered = found.stream().filter(Volume::offered).count();
      return CheckResult.usable(
          "%d folders, %d of them snapshots to seed from".formatted(found.size(), offered));
    } catch (AgentException unreadable) {
      return CheckResult.unusable(unreadable.getMessage());
    }
  }

  @Override
  public List<Volume> list() {
    return folders.list().stream().map(folders::toVolume).toList();
  }

  @Override
  public Optional<Volume> create() {
    throw new AgentException(
        ErrorCode.UNSUPPORTED,
        "The directory provider only finds snapshots: let ZFS, the filer or your backup make them");
  }

  @Override
  public Mount mount(MountRequest request) {
    if (request.access() == MountAccess.DISPOSABLE) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED, "The directory provider makes no copies of its folders");
    }
    Path folder =
        folders
            .find(request.volumePath())
            .orElseThrow(
                () ->
                    new AgentException(
                        ErrorCode.NOT_FOUND,
                        "There is no snapshot "
                            + request.volumePath().replaceAll("\\p{Cntrl}+", " ")));
    Optional<Mount> there = mounted(request.mountPoint());
    if (there.isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Can't mount %s: %s is mounted already; unmount it first"
              .formatted(folder, there.get().path()));
    }
    ChosenFolder.Choice choice =
        new ChosenFolder.Choice(
            request.mountPoint().toString(),
            folder.toString(),
            request.access() == MountAccess.READ_ONLY);
    Mount mount = mount(folder, choice);
    chosen.write(choice);
    return mount;
  }

  @Override
  public Optional<Mount> mounted(Path mountPoint) {
    return chosen
        .read()
        .filter(choice -> choice.mountPoint().equals(mountPoint.toString()))
        .flatMap(choice -> folders.find(choice.path()).map(folder -> mount(folder, choice)));
  }

  private static Mount mount(Path folder, ChosenFolder.Choice choice) {
    try {
      FileStore store = Files.getFileStore(folder);
      return new Mount(
          folder,
          choice.path(),
          choice.path(),
          store.type(),
          choice.readOnly() || store.isReadOnly());
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not find out the file system of " + folder + ": " + failed,
          failed);
    }
  }

  @Override
  public void unmount(Mount mount) {
    if (chosen.read().filter(choice -> choice.path().equals(mount.volumePath())).isPresent()) {
      chosen.clear();
    }
  }

  @Override
  public void remove(String volumePath) {
    throw new AgentException(
        ErrorCode.UNSUPPORTED,
        "The directory provider removes no snapshots: leave that to what makes them");
  }
}
