package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.datadir.DatadirTrash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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

  /** Who asks again so soon has not done anything else meanwhile. */
  private static final Duration SAME_WAIT = Duration.ofSeconds(2);

  private final DatadirTrash trash;
  private final Path datadir;
  private final ActiveSeed seed;
  private final Duration patience;
  private final LongSupplier freeNow;
  private final LongSupplier nanoTime;
  private boolean waiting;
  private boolean told;
  private long mostFree;
  private long deleted;
  private long changedAt;
  private long lookedAt;

  /**
   * For a seed.
   *
   * @param patience if nothing has been freed for so long, nobody waits for it any more
   */
  FreedRoom(DatadirTrash trash, Path datadir, ActiveSeed seed, Duration patience) {
    this(trash, datadir, seed, patience, () -> free(datadir), System::nanoTime);
  }

  FreedRoom(
      DatadirTrash trash,
      Path datadir,
      ActiveSeed seed,
      Duration patience,
      LongSupplier freeNow,
      LongSupplier nanoTime) {
    this.freeNow = freeNow;
    this.nanoTime = nanoTime;
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
    long begun = nanoTime.getAsLong();
    while (trash.isFreeing(datadir)) {
      if (look() >= bytes) {
        waiting = false;
        return true;
      }
      if (isStuck()) {
        return true;
      }
      seed.phase("waiting until the deleted data is freed");
      if (nanoTime.getAsLong() - begun >= limit.toNanos()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    return true;
  }

  /** Others write to the file system, too: only more than ever in this wait has been freed. */
  private long look() {
    long now = nanoTime.getAsLong();
    long free = freeNow.getAsLong();
    long deletedNow = trash.deleted();
    boolean begins = !waiting || now - lookedAt > SAME_WAIT.toNanos();
    boolean freed = !begins && (free > mostFree || deletedNow != deleted);
    if (begins || freed) {
      changedAt = now;
      told = false;
    }
    if (freed) {
      seed.worked();
    }
    mostFree = begins ? free : Math.max(mostFree, free);
    waiting = true;
    deleted = deletedNow;
    lookedAt = now;
    return free;
  }

  private boolean isStuck() {
    boolean stuck = nanoTime.getAsLong() - changedAt >= patience.toNanos();
    if (stuck && !told) {
      told = true;
      log.warn(
          "Deleted data in {} should be freed, but none has been for {} s; {} goes on without that"
              + " room",
          datadir,
          patience.toSeconds(),
          seed);
    }
    return stuck;
  }

  private static long free(Path datadir) {
    try {
      return Files.getFileStore(datadir).getUsableSpace();
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not find out the free space of " + datadir + ": " + e, e);
    }
  }
}
