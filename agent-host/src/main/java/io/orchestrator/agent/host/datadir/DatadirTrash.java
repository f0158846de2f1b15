package io.orchestrator.agent.host.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.mount.MountEntry;
import io.orchestrator.agent.api.mount.MountTable;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties a datadir at once, however large it is: its entries are moved into a folder inside it,
 * which is freed in the background. Never follows links.
 */
public final class DatadirTrash {
  /** The folder's name; nothing in it counts as data. */
  static final String FOLDER = AgentsOwn.PREFIX + "-trash";

  private static final Logger log = LoggerFactory.getLogger(DatadirTrash.class);

  private final MountTable mounts;
  private final PromisedRoom room;
  private final Object folderChange = new Object();
  private final Set<Path> stuck = ConcurrentHashMap.newKeySet();
  private final Map<Path, Integer> freeing = new ConcurrentHashMap<>();
  private final AtomicLong deleted = new AtomicLong();

  @Inject
  DatadirTrash(MountTable mounts, PromisedRoom room) {
    this.mounts = mounts;
    this.room = room;
  }

  /**
   * Moves these entries away and starts to free them.
   *
   * @throws AgentException {@code IO_FAILED} if one can't be moved; the others may have been
   */
  void discard(Path datadir, List<Path> entries) {
    try {
      synchronized (folderChange) {
        move(entries, datadir.resolve(FOLDER));
      }
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not empty the datadir "
              + datadir
              + ": "
              + e
              + "; the agent's user must own it, or be root, and its file system be writable",
          e);
    }
    free(datadir);
  }

  private void move(List<Path> entries, Path folder) throws IOException {
    Deque<Path> left = new ArrayDeque<>(entries);
    Path batch = batchOf(left, folder);
    AgentsOwn.move(Objects.requireNonNull(folder.getParent()), List.copyOf(left), batch);
  }

  /** A full file system has no room for a folder before something is gone: then it goes at once. */
  private Path batchOf(Deque<Path> entries, Path folder) throws IOException {
    while (true) {
      try {
        if (!AgentsOwn.exists(folder)) {
          AgentsOwn.create(folder);
        }
        return Files.createTempDirectory(folder, "deleted-");
      } catch (FileSystemException e) {
        if (!AgentsOwn.isForLackOfRoom(e) || entries.isEmpty()) {
          throw e;
        }
        Path entry = entries.remove();
        log.warn("{}: deleting {} at once, which may take a while", e.getMessage(), entry);
        deleteNow(entry);
      }
    }
  }

  private void deleteNow(Path entry) throws IOException {
    List<MountEntry> mounted = mounts.below(entry);
    if (!mounted.isEmpty()) {
      throw new IOException(mounted.get(0).mountPoint() + " is mounted: unmount it");
    }
    Path datadir = Objects.requireNonNull(entry.getParent());
    TreeDeletion.of(datadir, entry.getFileName(), deleted::incrementAndGet).requireAll();
  }

  /** Frees what an earlier deletion left, in the background. Does nothing if there is nothing. */
  public void free(Path datadir) {
    Path folder = datadir.resolve(FOLDER);
    if (!AgentsOwn.exists(folder)) {
      return;
    }
    Thread thread = new Thread(() -> deleteAndTell(folder), "datadir-trash");
    thread.setDaemon(true);
    // The caller may be a plugin, and be taken for the one that has left this thread behind.
    thread.setContextClassLoader(DatadirTrash.class.getClassLoader());
    begins(folder);
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        ends(folder);
      }
    }
  }

  private void begins(Path folder) {
    Integer unused = freeing.merge(folder, 1, Integer::sum);
  }

  private void ends(Path folder) {
    Integer unused =
        freeing.computeIfPresent(folder, (same, times) -> times == 1 ? null : times - 1);
  }

  private void deleteAndTell(Path folder) {
    Path datadir = Objects.requireNonNull(folder.getParent());
    try {
      room.promise(datadir, stuck(datadir), () -> freeing.getOrDefault(folder, 0) > 1);
      delete(folder);
      room.awaitPromised(datadir, stuck(datadir));
    } finally {
      ends(folder);
    }
  }

  /** Is data that was deleted in it being freed? Then there will be more room soon. */
  public boolean isFreeing(Path datadir) {
    return freeing.containsKey(datadir.resolve(FOLDER));
  }

  /** A number that grows as long as files are freed; a large one takes a while. */
  public long deleted() {
    return deleted.get();
  }

  // One at a time: two deletions of the same tree would trip over each other.
  private synchronized void delete(Path folder) {
    if (!AgentsOwn.exists(folder)) {
      return; // another deletion has freed it
    }
    try {
      for (Path batch : batches(folder)) {
        delete(batch, folder);
      }
      if (deleteEmpty(folder)) {
        log.info("Freed the deleted data in {}", folder);
      }
    } catch (IOException | AgentException e) {
      log.error("Could not free the deleted data in {}; delete it by hand", folder, e);
    }
  }

  // What is in the way of one is not in the way of the others.
  private void delete(Path batch, Path folder) {
    try {
      List<MountEntry> mounted = mounts.below(batch);
      if (!mounted.isEmpty()) {
        throw new IOException(mounted.get(0).mountPoint() + " is mounted in it: unmount it");
      }
      Path datadir = Objects.requireNonNull(folder.getParent());
      TreeDeletion.of(datadir, datadir.relativize(batch), deleted::incrementAndGet).requireAll();
      stuck.remove(batch);
    } catch (IOException | AgentException e) {
      stuck.add(batch);
      log.error(
          "Could not free all of the deleted data in {}: {}; mend that, then restart the agent, or"
              + " delete it by hand",
          batch,
          e.getMessage(),
          e);
    }
  }

  /** Those of the folders in it of which something could not be freed, by name. */
  List<String> stuck(Path datadir) {
    Path folder = datadir.resolve(FOLDER);
    return stuck.stream()
        .filter(batch -> folder.equals(batch.getParent()))
        .map(batch -> batch.getFileName().toString())
        .sorted()
        .toList();
  }

  // Only those that are complete: a further deletion may be about to move something into another.
  private List<Path> batches(Path folder) throws IOException {
    synchronized (folderChange) {
      try (Stream<Path> list = Files.list(folder)) {
        return list.toList();
      }
    }
  }

  private boolean deleteEmpty(Path folder) throws IOException {
    synchronized (folderChange) {
      return batches(folder).isEmpty() && Files.deleteIfExists(folder);
    }
  }
}
