package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.KeptDatadir;
import io.orchestrator.agent.stream.DiskUsage.Beat;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees that a seed fits beside what is there: what earlier receives of it have left is used again,
 * and what was kept is given up if there is no other way.
 */
final class Room {
  private static final Logger log = LoggerFactory.getLogger(Room.class);
  private static final long LOOK_EVERY_MILLIS = 200;

  /** Waits for what the host frees still; see {@code Transfer.awaitRoom}. */
  interface Freeing {
    boolean await(long bytes, Duration limit) throws InterruptedException;
  }

  /** What the file system has free now, in bytes. */
  interface Free {
    long bytes() throws IOException;
  }

  private final Path datadir;
  private final List<Path> earlier;
  private final Optional<KeptDatadir> before;
  private final DiskUsage usage;
  private final Freeing freeing;
  private final Progress progress;
  private final Beat beat;
  private final Duration patience;

  /**
   * Looks, but does nothing yet.
   *
   * @param earlier what earlier receives of this seed have left
   * @param before what the datadir had before, if it was kept
   * @param patience how long to wait while nothing of what was given up becomes free
   */
  Room(
      Path datadir,
      List<Path> earlier,
      Optional<KeptDatadir> before,
      DiskUsage usage,
      Freeing freeing,
      Progress progress,
      Beat beat,
      Duration patience) {
    this.datadir = datadir;
    this.earlier = earlier;
    this.before = before;
    this.usage = usage;
    this.freeing = freeing;
    this.progress = progress;
    this.beat = beat;
    this.patience = patience;
  }

  /**
   * Requires room for what the list has, before any of it comes.
   *
   * @return what is kept still
   */
  Optional<Path> require(Totals totals) throws IOException, InterruptedException {
    Optional<Path> kept = before.map(KeptDatadir::folder);
    long whole = FreeSpace.needed(totals);
    long free = FreeSpace.free(datadir);
    if (whole <= free) {
      return kept;
    }
    progress.step("looking for room");
    long needed = whole - adoptable();
    awaitFreed(needed);
    if (needed <= FreeSpace.free(datadir)) {
      return kept;
    }
    long given = kept.isPresent() ? measured(kept.get()) : 0;
    if (before.isEmpty() || needed > FreeSpace.free(datadir) + given) {
      throw FreeSpace.tooLittle(datadir, needed, FreeSpace.free(datadir), given);
    }
    giveUp(before.get(), needed, given);
    return Optional.empty();
  }

  /** Of the data that was deleted for this seed. */
  private void awaitFreed(long needed) throws IOException, InterruptedException {
    while (!freeing.await(needed, Duration.ofMillis(LOOK_EVERY_MILLIS))) {
      beat.beat();
    }
  }

  /** What is on disk already of this seed. */
  private long adoptable() throws IOException, InterruptedException {
    long sum = 0;
    for (Path folder : earlier) {
      removeSmall(folder);
      sum += measured(folder);
    }
    return sum;
  }

  private long measured(Path folder) throws IOException, InterruptedException {
    return Math.max(0, usage.of(folder, beat));
  }

  /** Small files always come again. */
  private void removeSmall(Path folder) throws IOException {
    Path unused =
        Files.walkFileTree(
            folder,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                  throws IOException {
                if (attributes.isRegularFile() && attributes.size() <= Blocks.SMALL) {
                  Files.delete(file);
                }
                beat.beat();
                return FileVisitResult.CONTINUE;
              }
            });
  }

  private void giveUp(KeptDatadir kept, long needed, long given)
      throws IOException, InterruptedException {
    long free = FreeSpace.free(datadir);
    log.warn(
        "The seed needs {} and {} has {} free: what was kept of the data before ({}) is given up,"
            + " and everything comes over the network",
        Sizes.of(needed),
        datadir,
        Sizes.of(free),
        Sizes.of(given));
    progress.step("giving up what was kept of the data before, for room");
    kept.discard();
    awaitFree(needed, () -> FreeSpace.free(datadir));
  }

  /** Of what was given up. Others write to the file system meanwhile, and delete. */
  void awaitFree(long needed, Free look) throws IOException, InterruptedException {
    long free = look.bytes();
    long most = free;
    long grown = System.nanoTime();
    while (free < needed) {
      if (System.nanoTime() - grown >= patience.toNanos()) {
        throw new AgentException(
            ErrorCode.RESOURCES_EXHAUSTED,
            String.format(
                "The seed needs %s, and what was kept of the data before has been given up for it,"
                    + " but still the file system of %s has only %s free: has a snapshot of the"
                    + " file system, or a program, hold of it?",
                Sizes.of(needed), datadir, Sizes.of(free)));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      beat.beat();
      free = look.bytes();
      if (free > most) {
        most = free;
        grown = System.nanoTime();
      }
    }
  }
}
