package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps everybody but root out of the data directory while root writes into it: its owner could
 * rename folders and put links in their places, and root would write, and give away, whatever those
 * lead to. Whose it was is noted in the work directory, for the agent can be killed meanwhile.
 * Where the agent is not root, nothing changes.
 */
final class ClosedDatadir implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClosedDatadir.class);
  private static final int ROOT = 0;
  private static final int CLOSED = 0700;
  private static final String NOTE = "datadir-owner";

  private final Path workDirectory;
  private final Path datadir;
  private final boolean byRoot;
  private final DatadirNote before;
  private boolean shut;

  private ClosedDatadir(
      Path workDirectory, Path datadir, boolean byRoot, DatadirNote before, boolean shut) {
    this.workDirectory = workDirectory;
    this.datadir = datadir;
    this.byRoot = byRoot;
    this.before = before;
    this.shut = shut;
  }

  /**
   * Looks, but changes nothing yet.
   *
   * @param datadir no link
   */
  static ClosedDatadir of(Path workDirectory, Path datadir, OwnRights rights) throws IOException {
    Path note = workDirectory.resolve(NOTE);
    DatadirNote now = DatadirNote.of(datadir);
    boolean isClosed = now.owner().uid() == ROOT && now.mode() == CLOSED;
    Optional<DatadirNote> noted =
        rights.areRoots() && isClosed
            ? DatadirNote.read(note).filter(now::isOfTheSame)
            : Optional.empty();
    return new ClosedDatadir(
        workDirectory, datadir, rights.areRoots(), noted.orElse(now), noted.isPresent());
  }

  /** Opens a data directory again that was closed when the agent was killed. */
  static void giveBack(Path workDirectory, OwnRights rights) throws IOException {
    Optional<DatadirNote> noted = DatadirNote.read(workDirectory.resolve(NOTE));
    if (noted.isPresent() && Files.isDirectory(noted.get().datadir(), LinkOption.NOFOLLOW_LINKS)) {
      of(workDirectory, noted.get().datadir(), rights).close();
    }
  }

  /** Whose it is when it is not closed. */
  Owner owner() {
    return before.owner();
  }

  /** Closes it; to be called before anything is made in it. */
  void shut() throws IOException {
    if (!byRoot) {
      return;
    }
    if (!shut) {
      write();
    }
    shut = true;
    try {
      // Whenever the agent is killed in between, it is the owner's still, or looks closed.
      set("mode", CLOSED);
      set("uid", ROOT);
      set("gid", ROOT);
      // The owner could have undone the first.
      set("mode", CLOSED);
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not close "
              + datadir
              + " to all but root while it is received into: "
              + failed
              + ". Can root change owner and mode there?",
          failed);
    }
  }

  private void write() throws IOException {
    try {
      before.write(workDirectory.resolve(NOTE));
    } catch (ClosedByInterruptException stopped) {
      throw stopped;
    } catch (IOException failed) {
      throw SpoolFile.failure(workDirectory, failed);
    }
  }

  /**
   * Those of some folders in it that nobody but root can have made.
   *
   * @return all of them where the agent is not root
   */
  List<Path> trusted(List<Path> folders) {
    return folders.stream().filter(folder -> !byRoot || isRoots(folder)).toList();
  }

  private static boolean isRoots(Path folder) {
    try {
      if (Owner.of(folder).uid() == ROOT) {
        return true;
      }
      log.warn("{} is not used: it does not belong to root, so the agent has not made it", folder);
    } catch (IOException gone) {
      log.warn("{} is not used: {}", folder, gone.toString());
    }
    return false;
  }

  /** All has arrived, and the data directory has got the attributes that came for it. */
  void opened() {
    if (!shut) {
      return;
    }
    shut = false;
    Path note = workDirectory.resolve(NOTE);
    try {
      Files.deleteIfExists(note);
    } catch (IOException stays) {
      log.warn("{} is of no use any more, but can't be deleted: {}", note, stays.toString());
    }
  }

  /** Opens it again as it was before, unless it is open. */
  @Override
  public void close() {
    if (!shut) {
      return;
    }
    try {
      set("gid", before.owner().gid());
      set("uid", before.owner().uid());
      set("mode", before.mode());
      opened();
    } catch (IOException failed) {
      log.error(
          "Could not give {} back to user {} and group {}, with mode {}: do it by hand",
          datadir,
          before.owner().uid(),
          before.owner().gid(),
          Integer.toOctalString(before.mode()),
          failed);
    }
  }

  private void set(String attribute, int value) throws IOException {
    Files.setAttribute(datadir, "unix:" + attribute, value, LinkOption.NOFOLLOW_LINKS);
  }
}
