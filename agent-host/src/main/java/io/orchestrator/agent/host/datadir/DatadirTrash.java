package io.orchestrator.agent.host.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties a datadir at once, however large it is: its entries are moved into a folder inside it,
 * which is freed in the background. Never follows links.
 */
public final class DatadirTrash {
  /** The folder's name; nothing in it counts as data. */
  public static final String FOLDER = ".orchestrator-agent-trash";

  private static final Logger log = LoggerFactory.getLogger(DatadirTrash.class);

  @Inject
  DatadirTrash() {}

  /**
   * Moves these entries away and starts to free them.
   *
   * @throws AgentException {@code IO_FAILED} if one can't be moved; the others may have been
   */
  void discard(Path datadir, List<String> entries) {
    try {
      Path folder = datadir.resolve(FOLDER);
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Path batch = Files.createTempDirectory(folder, "deleted-");
      for (String entry : entries) {
        Files.move(datadir.resolve(entry), batch.resolve(entry));
      }
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not empty the datadir "
              + datadir
              + ": "
              + e
              + "; the agent's user must own it, or be root",
          e);
    }
    free(datadir);
  }

  /** Frees what an earlier deletion left, in the background. Does nothing if there is nothing. */
  public void free(Path datadir) {
    Path folder = datadir.resolve(FOLDER);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Thread thread = new Thread(() -> delete(folder), "datadir-trash");
    thread.setDaemon(true);
    thread.start();
  }

  // One at a time: two deletions of the same tree would trip over each other.
  private synchronized void delete(Path folder) {
    try {
      Files.walkFileTree(folder, new Deletion());
      log.info("Freed the deleted data in {}", folder);
    } catch (NoSuchFileException | DirectoryNotEmptyException otherDeletion) {
      log.debug("Another deletion has freed or filled {}", folder);
    } catch (IOException e) {
      log.error("Could not free the deleted data in {}; delete it by hand", folder, e);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed)
        throws IOException {
      if (failed != null) {
        throw failed;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
