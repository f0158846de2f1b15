package io.orchestrator.agent.live.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps everybody but root out of the data directory while programs of root write into it and read
 * from it: its owner could exchange the files that they run by, or put links in their places. Whose
 * it was is noted in the work directory, for the agent can be killed meanwhile. Where the agent is
 * not root, nothing changes.
 */
public final class ClosedDatadir implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClosedDatadir.class);
  private static final int ROOT = 0;
  private static final int CLOSED = 0700;

  /** What begins so at the top of a datadir is the agent's. */
  private static final String AGENTS_OWN = ".orchestrator-agent";

  /** The file system's own, where it is mounted. */
  private static final String LOST_AND_FOUND = "lost+found";

  private static final String NOTE = "datadir-owner";

  private final Path note;
  private final DatadirNote before;

  private ClosedDatadir(Path note, DatadirNote before) {
    this.note = note;
    this.before = before;
  }

  /**
   * Closes it until {@link #close()}.
   *
   * @param workDirectory where it is noted
   * @param named the data directory, or a link to it
   * @throws AgentException {@code IO_FAILED} if root may not do so; {@code CONFLICT} if others have
   *     put something into it
   */
  public static ClosedDatadir shut(Path workDirectory, Path named) throws InterruptedException {
    Path note = workDirectory.resolve(NOTE);
    try {
      Path datadir = named.toRealPath();
      DatadirNote now = DatadirNote.of(datadir);
      ClosedDatadir closed = new ClosedDatadir(note, noted(note, now).orElse(now));
      if (isRoot()) {
        closed.shut();
      }
      return closed;
    } catch (ClosedByInterruptException stopped) {
      boolean unused = Thread.interrupted();
      throw new InterruptedException("closing " + named + " was interrupted");
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not close "
              + named
              + " to all but root while it is received into: "
              + failed
              + ". Can root change owner and mode there, and write into "
              + workDirectory
              + "?",
          failed);
    }
  }

  /** What was noted of one that is closed still. */
  private static Optional<DatadirNote> noted(Path note, DatadirNote now) {
    return now.uid() == ROOT && now.mode() == CLOSED
        ? DatadirNote.read(note).filter(now::isOfTheSame)
        : Optional.empty();
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT);
  }

  private void shut() throws IOException {
    before.write(note);
    try {
      // Whenever the agent is killed in between, it is the owner's still, or looks closed.
      set("mode", CLOSED);
      set("uid", ROOT);
      set("gid", ROOT);
      // The owner could have undone the first.
      set("mode", CLOSED);
      requireNothingOfOthers();
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** What the owner has put there before could be a link, or a folder that he still has open. */
  private void requireNothingOfOthers() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(before.datadir())) {
      for (Path entry : entries) {
        if (!isNoData(entry)
            && !Files.getAttribute(entry, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(ROOT)) {
          throw new AgentException(
              ErrorCode.CONFLICT,
              "Could not begin to receive into "
                  + before.datadir()
                  + ": it was empty, but now another user has made "
                  + entry.getFileName().toString().replaceAll("\\p{Cntrl}", "?")
                  + " there: see what writes there, and seed again");
        }
      }
    }
  }

  /** What is there though the data directory counts as empty, and is not written to. */
  static boolean isNoData(Path entry) {
    String name = entry.getFileName().toString();
    return name.startsWith(AGENTS_OWN)
        || (name.equals(LOST_AND_FOUND) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS));
  }

  /** Opens a data directory again that was closed when the agent was killed. */
  public static void giveBack(Path workDirectory) throws IOException {
    Path note = workDirectory.resolve(NOTE);
    Optional<DatadirNote> was = DatadirNote.read(note);
    if (was.isPresent() && Files.isDirectory(was.get().datadir(), LinkOption.NOFOLLOW_LINKS)) {
      DatadirNote now = DatadirNote.of(was.get().datadir());
      noted(note, now).ifPresent(before -> new ClosedDatadir(note, before).close());
    }
  }

  /** Its owner when it is not closed. */
  public int uid() {
    return before.uid();
  }

  /** Its group when it is not closed. */
  public int gid() {
    return before.gid();
  }

  /** Opens it again as it was before. */
  @Override
  public void close() {
    if (!Files.exists(note)) {
      return;
    }
    try {
      set("gid", before.gid());
      set("uid", before.uid());
      set("mode", before.mode());
    } catch (IOException failed) {
      log.error(
          "Could not give {} back to user {} and group {}, with mode {}: do it by hand",
          before.datadir(),
          before.uid(),
          before.gid(),
          Integer.toOctalString(before.mode()),
          failed);
      return;
    }
    try {
      Files.deleteIfExists(note);
    } catch (IOException stays) {
      log.warn("{} is of no use any more, but can't be deleted: {}", note, stays.toString());
    }
  }

  private void set(String attribute, int value) throws IOException {
    Files.setAttribute(before.datadir(), "unix:" + attribute, value, LinkOption.NOFOLLOW_LINKS);
  }
}
