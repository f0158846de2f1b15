package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.mount.MountTable;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory to mount on, which hides neither the data nor the snapshots. */
record MountPoint(Path path) {
  /**
   * Makes sure that it is there.
   *
   * @param needed what must not disappear under the mount
   */
  void prepare(RootTools tools, Path... needed) throws InterruptedException {
    for (Path hidden : needed) {
      if (hidden.startsWith(path) || MountTable.real(hidden).startsWith(MountTable.real(path))) {
        throw unfit("it would hide " + hidden);
      }
    }
    Path parent = path.getParent();
    if (!path.isAbsolute() || !path.equals(path.normalize()) || parent == null) {
      throw unfit("it must be an absolute path without .. in it");
    }
    if (!Files.exists(path) && Files.isDirectory(parent)) {
      tools.run("create the mount point " + path, "mkdir", path.toString());
    } else if (!Files.isDirectory(path)) {
      throw unfit("it is no directory, nor can it be created");
    }
  }

  private AgentException unfit(String reason) {
    return new AgentException(
        ErrorCode.INVALID_ARGUMENT,
        "Can't mount a snapshot on " + path + ": " + reason + ". Set SnapshotMountPoint");
  }
}
