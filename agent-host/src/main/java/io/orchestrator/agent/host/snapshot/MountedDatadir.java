package io.orchestrator.agent.host.snapshot;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Finds the MySQL data directory below the mount point of a snapshot. */
final class MountedDatadir {
  private static final int DEPTH = 4;
  private static final int MOST_FOLDERS = 10_000;

  private MountedDatadir() {}

  /**
   * The datadir: the configured path below the mount, or that path without some of its leading
   * folders (a volume is seldom the root file system), or else the only folder in reach with an
   * ibdata1.
   */
  static Optional<Path> find(Path mount, Path datadir) {
    for (int skipped = 0; skipped <= datadir.getNameCount(); skipped++) {
      Path candidate =
          skipped == datadir.getNameCount()
              ? mount
              : mount.resolve(datadir.subpath(skipped, datadir.getNameCount()));
      if (holdsData(candidate) && inside(mount, candidate)) {
        return Optional.of(candidate);
      }
    }
    List<Path> found = search(mount);
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static boolean holdsData(Path folder) {
    return Files.isRegularFile(folder.resolve("ibdata1"), LinkOption.NOFOLLOW_LINKS);
  }

  // A link in a snapshot must not lead to the live server's data.
  private static boolean inside(Path mount, Path candidate) {
    try {
      return candidate.toRealPath().startsWith(mount.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Path> search(Path mount) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          mount, EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEPTH, new Search(found));
    } catch (IOException e) {
      return List.of();
    }
    return found;
  }

  private static final class Search extends SimpleFileVisitor<Path> {
    private final List<Path> found;
    private int folders;

    Search(List<Path> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (++folders > MOST_FOLDERS) {
        return FileVisitResult.TERMINATE;
      }
      if (holdsData(folder)) {
        found.add(folder);
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException denied) {
      return FileVisitResult.CONTINUE;
    }
  }
}
