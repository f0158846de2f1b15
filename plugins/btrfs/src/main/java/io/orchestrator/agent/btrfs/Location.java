package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.mount.MountEntry;
import io.orchestrator.agent.api.mount.MountTable;
import java.nio.file.Path;

/**
 * Where something is in a btrfs, whichever of its mounts leads there.
 *
 * @param device tells file systems apart, as in {@link MountEntry#device()}
 * @param path from the top of the file system: {@code /} or without a slash at the end
 */
record Location(String device, String path) {
  /**
   * The location of a path.
   *
   * @throws AgentException {@code UNSUPPORTED} if it is not on btrfs
   */
  static Location of(MountTable mounts, Path visible) {
    MountEntry mount =
        mounts
            .holding(visible)
            .filter(entry -> entry.fileSystem().equals("btrfs"))
            .orElseThrow(
                () ->
                    new AgentException(
                        ErrorCode.UNSUPPORTED,
                        visible + " is not on btrfs, so it can't be used for btrfs snapshots"));
    Path inside = Path.of(mount.mountPoint()).relativize(MountTable.real(visible));
    Location top = of(mount);
    return inside.toString().isEmpty() ? top : top.child(inside.toString());
  }

  /** What is mounted there. */
  static Location of(MountEntry mount) {
    return new Location(mount.device(), mount.root());
  }

  Location child(String name) {
    return new Location(device, path.equals("/") ? "/" + name : path + "/" + name);
  }

  /** Is that one here, or further down? */
  boolean holds(Location other) {
    String inside = path.equals("/") ? "/" : path + "/";
    return device.equals(other.device)
        && (path.equals(other.path) || other.path.startsWith(inside));
  }

  /** The name of that one, if it is directly in here; else empty. */
  String nameOf(Location other) {
    if (equals(other) || !holds(other)) {
      return "";
    }
    String name = other.path.substring(path.equals("/") ? 1 : path.length() + 1);
    return name.contains("/") ? "" : name;
  }
}
