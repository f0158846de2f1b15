package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.mount.MountTable;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where snapshots are mounted: nothing that a mount there would hide. */
final class MountPoint {
  private MountPoint() {}

  /**
   * Makes sure that there is a directory to mount on.
   *
   * @param datadir must not disappear under the mount
   */
  static void prepare(Path mountPoint, Path datadir, HostTools tools) throws InterruptedException {
    if (!mountPoint.isAbsolute() || !mountPoint.equals(mountPoint.normalize())) {
      throw unfit(mountPoint, "it must be an absolute path without .. in it");
    }
    if (MountTable.real(datadir).startsWith(MountTable.real(mountPoint))
        || datadir.startsWith(mountPoint)) {
      throw unfit(mountPoint, "that would hide the MySQL datadir " + datadir);
    }
    if (Files.isDirectory(mountPoint)) {
      return;
    }
    Path parent = mountPoint.getParent();
    if (Files.exists(mountPoint) || parent == null || !Files.isDirectory(parent)) {
      throw unfit(mountPoint, "it is no directory, nor is there one to create it in");
    }
    tools.run("create the mount point " + mountPoint, "mkdir", "-p", mountPoint.toString());
  }

  private static AgentException unfit(Path mountPoint, String reason) {
    return new AgentException(
        ErrorCode.INVALID_ARGUMENT,
        "Can't mount a snapshot on " + mountPoint + ": " + reason + ". Set SnapshotMountPoint");
  }
}
