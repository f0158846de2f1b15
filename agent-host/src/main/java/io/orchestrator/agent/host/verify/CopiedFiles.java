package io.orchestrator.agent.host.verify;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The files of a copied data directory. A link in it may lead to the live server's files, which a
 * private server would write.
 */
final class CopiedFiles {
  private CopiedFiles() {}

  /**
   * Refuses a copy of which something leads elsewhere.
   *
   * @throws AgentException {@code UNSUPPORTED} for the first link that leaves the copy, or file
   *     that names a tablespace elsewhere
   */
  static void requireNothingOutside(Path copy) {
    try {
      Files.walkFileTree(copy, new Look(copy));
    } catch (IOException e) {
      throw new AgentException(ErrorCode.IO_FAILED, "Could not look into the copy: " + e, e);
    }
  }

  /** Is this path in the copy, wherever links lead? It need not exist. */
  static boolean holds(Path copy, Path path) {
    for (Path at = path; at != null && !at.equals(copy); at = at.getParent()) {
      if (Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
        return leadsInside(copy, at);
      }
    }
    return path.startsWith(copy);
  }

  // A link that leads nowhere is none: a server would make the file there.
  private static boolean leadsInside(Path copy, Path existing) {
    try {
      return existing.toRealPath().startsWith(copy.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static final class Look extends SimpleFileVisitor<Path> {
    private final Path copy;

    Look(Path copy) {
      this.copy = copy;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isSymbolicLink() && !leadsInside(copy, file)) {
        throw elsewhere(file, "is a link that leads out of the datadir");
      }
      if (file.toString().endsWith(".isl")) {
        throw elsewhere(file, "says that a table has its data elsewhere (DATA DIRECTORY)");
      }
      return FileVisitResult.CONTINUE;
    }

    private AgentException elsewhere(Path file, String what) {
      return new AgentException(
          ErrorCode.UNSUPPORTED,
          "Can't verify: "
              + copy.relativize(file).toString().replaceAll("\\p{Cntrl}+", " ")
              + " "
              + what
              + ", so a server on the copy could write the live server's files, and a snapshot of"
              + " the datadir is not whole: move the files into the datadir");
    }
  }
}
