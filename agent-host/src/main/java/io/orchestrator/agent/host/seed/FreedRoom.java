package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.datadir.DatadirTrash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for room that was promised: deleted data counts as free for orchestrator at once, but
 * nothing can be written in its place before it is freed. What is freed meanwhile is work of the
 * seed, so that nobody takes it for stuck.
 */
final class FreedRoom {
  private static final Logger log = LoggerFactory.getLogger(FreedRoom.class);
  private static final long LOOK_EVERY_MILLIS = 50;

  private final DatadirTrash trash;
  private final Path datadir;
  private final ActiveSeed seed;
  private final Duration patience;
  private long free;
  private long deleted;
  private long changedAt = System.nanoTime();

  /**
   * For a seed.
   *
   * @param patience if nothing has been freed for so long, nobody waits for it any more
   */
  FreedRoom(DatadirTrash trash, Path datadir, ActiveSeed seed, Duration patience) {
    this.patience = patience;
    this.trash = trash;
    this.datadir = datadir;
    this.seed = seed;
  }

  /**
   * Waits until there is so much, or nothing more is freed.
   *
   * @return false if it is still being freed at the limit
   */
  synchronized boolean await(long bytes, Duration limit) throws InterruptedException {
    long begun = System.nanoTime();
    while (trash.isFreeing(datadir)) {
      look();
      if (free >= bytes || isStuck()) {
        return true;
      }
      seed.phase("waiting until the deleted data is freed");
      if (System.nanoTime() - begun >= limit.toNanos()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    return true;
  }

  private void look() {
    long freeNow = free();
    long deletedNow = trash.deleted();
    if (freeNow > free || deletedNow != deleted) {
      changedAt = System.nanoTime();
      seed.worked();
    }
    free = freeNow;
    deleted = deletedNow;
  }

  private boolean isStuck() {
    boolean stuck = System.nanoTime() - changedAt >= patience.toNanos();
    if (stuck) {
      log.warn(
          "Deleted data in {} should be freed, but none has been for {} s; {} goes on without that"
              + " room",
          datadir,
          patience.toSeconds(),
          seed);
    }
    return stuck;
  }

  private long free() {
    try {
      return Files.getFileStore(datadir).getUsableSpace();
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not find out the free space of " + datadir + ": " + e, e);
    }
  }
}
