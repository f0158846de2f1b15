package io.orchestrator.agent.host.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.KeptDatadir;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was in a datadir before it was deleted, in a folder inside it. It is moved there and back
 * entry by entry; as long as a move is not complete the folder has another name, by which the next
 * start goes on with it.
 */
public final class KeptData {
  private static final Logger log = LoggerFactory.getLogger(KeptData.class);

  /** With less, a file system can't be relied on to take another folder. */
  private static final long ROOM = 1 << 20;

  static final String KEPT = AgentsOwn.PREFIX + "-kept";
  static final String KEEPING = AgentsOwn.PREFIX + "-keeping";
  static final String RESTORING = AgentsOwn.PREFIX + "-restoring";

  private final DatadirCheck check;
  private final DatadirTrash trash;
  private final UnfinishedMark unfinished;

  @Inject
  KeptData(DatadirCheck check, DatadirTrash trash, UnfinishedMark unfinished) {
    this.check = check;
    this.trash = trash;
    this.unfinished = unfinished;
  }

  private interface Change<T> {
    T make() throws IOException;
  }

  private static <T> T changed(String what, Path datadir, Change<T> change) {
    try {
      return change.make();
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not "
              + what
              + " "
              + datadir
              + ": "
              + e
              + "; mend that and repeat it, nothing is lost. The agent's user must own it, or be"
              + " root",
          e);
    }
  }

  /** Is a move not complete? Then the datadir has only a part of its data. */
  public synchronized boolean isHalfMoved(Path datadir) {
    return AgentsOwn.exists(datadir.resolve(KEEPING))
        || AgentsOwn.exists(datadir.resolve(RESTORING));
  }

  /**
   * Completes what was interrupted.
   *
   * @throws AgentException {@code IO_FAILED} if it can't be
   */
  public synchronized void settle(Path datadir) {
    if (AgentsOwn.exists(datadir.resolve(RESTORING))) {
      int unused = changed("restore the data of", datadir, () -> moveBack(datadir));
    }
    if (AgentsOwn.exists(datadir.resolve(KEEPING))) {
      boolean unused = changed("keep the data of", datadir, () -> goOnKeeping(datadir));
    }
  }

  private boolean goOnKeeping(Path datadir) throws IOException {
    Path keeping = datadir.resolve(KEEPING);
    if (unfinished.reason(datadir).equals(unfinished.reason(keeping))) {
      if (DatadirCheck.list(keeping).isEmpty()) {
        Files.delete(keeping);
        unfinished.clear(keeping);
        return false; // it had not begun
      }
      unfinished.set(datadir, "its data was being taken away when the agent was stopped");
    }
    moveAway(datadir);
    return true;
  }

  /**
   * Takes the data away and keeps it, in place of what was kept before. The datadir is marked
   * first; the mark that it had goes with the data.
   *
   * @param mark why it is unfinished from now on
   * @return false if the file system has not even room for a folder; nothing is changed then
   * @throws AgentException {@code IO_FAILED} if an entry can't be moved; others may have been
   */
  public synchronized boolean keep(Path datadir, String mark) {
    return changed(
        "keep the data of",
        datadir,
        () -> {
          // Before the folder: what is in one has been marked as the datadir was.
          mark(datadir.resolve(KEEPING), unfinished.reason(datadir));
          if (!beginKeeping(datadir)) {
            unfinished.clear(datadir.resolve(KEEPING));
            return false;
          }
          AgentsOwn.sync(datadir);
          unfinished.set(datadir, mark);
          moveAway(datadir);
          return true;
        });
  }

  /** Makes the folder; false if there is no room for it. */
  private static boolean beginKeeping(Path datadir) throws IOException {
    try {
      AgentsOwn.create(datadir.resolve(KEEPING));
      return true;
    } catch (FileSystemException e) {
      if (!AgentsOwn.isForLackOfRoom(e) || !isFull(datadir, e)) {
        throw e;
      }
      log.warn("Could not keep the data in spite of KeepOldDatadir: {}", e.getMessage());
      return false;
    }
  }

  /** What can't be written to for another reason must not be deleted instead. */
  private static boolean isFull(Path datadir, FileSystemException failure) throws IOException {
    String reason = String.valueOf(failure.getReason());
    return Files.getFileStore(datadir).getUsableSpace() < ROOM
        || reason.contains("No space left")
        || reason.contains("quota exceeded");
  }

  private void moveAway(Path datadir) throws IOException {
    Path keeping = datadir.resolve(KEEPING);
    Path kept = datadir.resolve(KEPT);
    AgentsOwn.move(datadir, check.entries(datadir), keeping);
    discard(datadir);
    mark(kept, unfinished.reason(keeping));
    Files.move(keeping, kept, StandardCopyOption.ATOMIC_MOVE);
    AgentsOwn.sync(datadir);
    unfinished.clear(keeping);
  }

  private void mark(Path folder, Optional<String> reason) {
    reason.ifPresentOrElse(why -> unfinished.set(folder, why), () -> unfinished.clear(folder));
  }

  /** What is kept, as transports see it; empty if nothing is. */
  public synchronized Optional<KeptDatadir> find(Path datadir) {
    Path folder = datadir.resolve(KEPT);
    if (!AgentsOwn.exists(folder)) {
      return Optional.empty();
    }
    return Optional.of(
        new KeptDatadir() {
          @Override
          public Path folder() {
            return folder;
          }

          @Override
          public void discard() {
            KeptData.this.discard(datadir);
          }
        });
  }

  /**
   * When it was taken away; empty if nothing is kept.
   *
   * @throws AgentException {@code IO_FAILED} if that can't be found out
   */
  public synchronized Optional<Instant> since(Path datadir) {
    Path folder = datadir.resolve(KEPT);
    if (!AgentsOwn.exists(folder)) {
      return Optional.empty();
    }
    try {
      // Moving the entries in was the last change to the folder itself.
      return Optional.of(Files.getLastModifiedTime(folder).toInstant());
    } catch (IOException e) {
      throw new AgentException(ErrorCode.IO_FAILED, "Could not look at " + folder + ": " + e, e);
    }
  }

  /** Gives it up, if there is any. */
  public synchronized void discard(Path datadir) {
    Path kept = datadir.resolve(KEPT);
    if (AgentsOwn.exists(kept)) {
      trash.discard(datadir, List.of(kept));
      unfinished.clear(kept);
    }
  }

  /**
   * What a restoration has moved.
   *
   * @param back entries that are in the datadir again
   * @param discarded entries that were there and are deleted now
   */
  public record Restored(int back, int discarded) {}

  /**
   * Puts back what is kept, in place of what is there, and the mark that it had, if any; until then
   * the datadir is marked otherwise.
   *
   * @throws AgentException {@code NOT_FOUND} if nothing is kept; {@code IO_FAILED} if an entry
   *     can't be moved, others may have been
   */
  public synchronized Restored restore(Path datadir) {
    if (find(datadir).isEmpty()) {
      throw new AgentException(
          ErrorCode.NOT_FOUND,
          "Could not restore "
              + datadir
              + ": nothing is kept of it. Only a datadir that was deleted with KeepOldDatadir is,"
              + " until a seed has succeeded or its transport needed the space");
    }
    boolean unused =
        unfinished.replace(
            datadir,
            Optional.empty(),
            Optional.of("what it had before has not been put back completely"));
    List<Path> present = check.entries(datadir);
    if (!present.isEmpty()) {
      trash.discard(datadir, present);
    }
    return changed(
        "restore the data of",
        datadir,
        () -> {
          Files.move(
              datadir.resolve(KEPT), datadir.resolve(RESTORING), StandardCopyOption.ATOMIC_MOVE);
          return new Restored(moveBack(datadir), present.size());
        });
  }

  private int moveBack(Path datadir) throws IOException {
    Path restoring = datadir.resolve(RESTORING);
    Path kept = datadir.resolve(KEPT);
    Optional<String> before = unfinished.reason(kept);
    List<Path> entries = DatadirCheck.list(restoring);
    AgentsOwn.move(datadir, entries, datadir);
    Files.delete(restoring);
    AgentsOwn.sync(datadir);
    mark(datadir, before);
    unfinished.clear(kept);
    return entries.size();
  }
}
