package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The subvolumes in the snapshot directory, and those around the datadir. */
final class Subvolumes {
  /** Writable copies that are thrown away; they have their snapshot's name behind it. */
  static final String DISPOSABLE = ".disposable-";

  /** The inode number of the top folder of any subvolume. */
  private static final Long TOP = 256L;

  private static final int MOST = 1000;

  private final HostTools tools;
  private final Path directory;

  Subvolumes(HostTools tools, Path directory) {
    this.tools = tools;
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** Snapshots, the newest first. */
  List<Subvolume> snapshots() throws InterruptedException {
    List<Subvolume> found = new ArrayList<>();
    for (Path path : tops()) {
      if (!path.getFileName().toString().startsWith(DISPOSABLE)) {
        found.add(show(path));
      }
    }
    found.sort(Comparator.comparingLong(Subvolume::generation).reversed());
    return found;
  }

  /** Disposable copies. */
  List<Path> copies() {
    return tops().stream()
        .filter(path -> path.getFileName().toString().startsWith(DISPOSABLE))
        .toList();
  }

  Path copyOf(Subvolume snapshot) {
    return directory.resolve(DISPOSABLE + snapshot.name());
  }

  private List<Path> tops() {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.limit(MOST).filter(Subvolumes::isTop).toList();
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not list the snapshots in SnapshotDirectory " + directory + ": " + e,
          e);
    }
  }

  private static boolean isTop(Path path) {
    try {
      return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
          && TOP.equals(Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS));
    } catch (IOException gone) {
      return false;
    }
  }

  Subvolume show(Path path) throws InterruptedException {
    return Subvolume.of(
        path,
        tools.run("look at the subvolume " + path, "btrfs", "subvolume", "show", path.toString()));
  }

  /** The subvolume that a folder is in. */
  Subvolume holding(Path folder) throws InterruptedException {
    for (Path path = folder; path != null; path = path.getParent()) {
      if (isTop(path)) {
        return show(path);
      }
    }
    throw new AgentException(
        ErrorCode.UNSUPPORTED, "The datadir " + folder + " is in no subvolume of btrfs");
  }

  /**
   * Requires that a snapshot of the subvolume has all of the folder: nested ones would be empty.
   */
  void requireWhole(Subvolume origin, Path folder) throws InterruptedException {
    String inside = origin.path().relativize(folder).toString();
    String start =
        Stream.of(origin.treePath(), inside)
            .filter(part -> !part.isEmpty())
            .reduce((one, next) -> one + "/" + next)
            .map(path -> path + "/")
            .orElse("");
    String listed =
        tools.run(
            "look for subvolumes below " + origin.path(),
            "btrfs",
            "subvolume",
            "list",
            "-o",
            origin.path().toString());
    for (String line : listed.lines().toList()) {
      String path = line.replaceFirst("^.* path ", "");
      if (path.startsWith(start) && !isOurs(origin, path)) {
        throw new AgentException(
            ErrorCode.UNSUPPORTED,
            "Can't create a snapshot: the subvolume "
                + path
                + " is in the datadir, and would be an empty folder in the snapshot");
      }
    }
  }

  private boolean isOurs(Subvolume origin, String treePath) {
    return directory.startsWith(origin.path())
        && treePath.contains(origin.path().relativize(directory) + "/");
  }

  void create(Path source, Path target, boolean readOnly) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("btrfs", "subvolume", "snapshot"));
    if (readOnly) {
      arguments.add("-r");
    }
    arguments.addAll(List.of("--", source.toString(), target.toString()));
    String unused = tools.run("create the snapshot " + target, arguments.toArray(String[]::new));
  }

  void delete(Path path) throws InterruptedException {
    String unused =
        tools.run("delete " + path, "btrfs", "subvolume", "delete", "--", path.toString());
  }

  void setReadOnly(Path path, boolean readOnly) throws InterruptedException {
    CommandResult result =
        tools.tryRun(
            "btrfs",
            "property",
            "set",
            "-t",
            "s",
            path.toString(),
            "ro",
            Boolean.toString(readOnly));
    if (!result.succeeded()) {
      throw result.failure("make " + path + (readOnly ? " read-only" : " writable"), "btrfs");
    }
  }
}
