package io.orchestrator.agent.host.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room that a datadir has or will have: what is free, and what is in the agent's own folders.
 * XFS and btrfs free the blocks of a file some time after its name is gone; until then its room is
 * promised all the same.
 */
final class PromisedRoom {
  private static final Logger log = LoggerFactory.getLogger(PromisedRoom.class);
  private static final Duration DU_LIMIT = Duration.ofSeconds(30);
  private static final Duration SYNC_LIMIT = Duration.ofMinutes(5);

  /** A file system that gives nothing back for so long has given all. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  /** Others may delete on the same file system, without end. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Less is not waited for: others write, too. */
  private static final long SLACK = 64L << 20;

  private static final long LOOK_EVERY_MILLIS = 100;

  private final CommandRunner commands;
  private final Object arriving = new Object();
  private Space last = new Space(0, 0);

  @Inject
  PromisedRoom(CommandRunner commands) {
    this.commands = commands;
  }

  /**
   * Looks; in bytes.
   *
   * @param stuck those of the trash's folders that nobody frees, by name
   * @param freeing is something being freed, whose room may be neither free nor in a folder? Asked
   *     after the look at the folders
   */
  long look(Path datadir, List<String> stuck, BooleanSupplier freeing) throws InterruptedException {
    OptionalLong own = agentsOwn(AgentsOwn.folders(datadir), stuck);
    return found(datadir, own, own.isEmpty() || freeing.getAsBoolean());
  }

  private synchronized long found(Path datadir, OptionalLong own, boolean promised) {
    // After the folders: what is freed meanwhile would be in neither.
    long free = free(datadir);
    long before = promised ? last.owed(free) : 0;
    last = new Space(free, Math.max(before, own.orElse(0)));
    return last.free() + last.own();
  }

  /** Notes what is to be deleted, while it is there: nobody could tell afterwards. */
  void promise(Path datadir, List<String> stuck, BooleanSupplier others) {
    try {
      long unused = look(datadir, stuck, others);
    } catch (AgentException e) {
      log.debug("{} can't be looked at", datadir, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the room of what was deleted is free, if that is much; not for ever. */
  void awaitPromised(Path datadir, List<String> stuck) {
    try {
      // One after the other: what the first has waited for is there for the next.
      synchronized (arriving) {
        long own = agentsOwn(AgentsOwn.folders(datadir), stuck).orElse(0);
        long expected = expected(own);
        if (free(datadir) < expected) {
          sync(datadir);
          awaitFree(datadir, expected);
        }
      }
    } catch (AgentException e) {
      log.debug("{} can't be looked at any more", datadir, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized long expected(long own) {
    return last.free() + last.own() - own - SLACK;
  }

  /** Or btrfs has the room only at its next commit, half a minute later. */
  private void sync(Path datadir) throws InterruptedException {
    try {
      var unused =
          commands.run(Command.of("sync", "--file-system", datadir.toString()).within(SYNC_LIMIT));
    } catch (AgentException e) {
      log.warn("The room of what was deleted in {} may come later: {}", datadir, e.getMessage());
    }
  }

  private static void awaitFree(Path datadir, long expected) throws InterruptedException {
    long begun = System.nanoTime();
    long grownAt = begun;
    long most = free(datadir);
    while (most < expected
        && System.nanoTime() - grownAt < QUIET.toNanos()
        && System.nanoTime() - begun < LIMIT.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      long now = free(datadir);
      if (now > most) {
        most = now;
        grownAt = System.nanoTime();
      }
    }
  }

  private static long free(Path datadir) {
    try {
      return Files.getFileStore(datadir).getUsableSpace();
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not find out the free space of " + datadir + ": " + e + "; does it exist?",
          e);
    }
  }

  /** Allocated blocks, not sizes: a sparse file frees less than its size. Empty if du fails. */
  private OptionalLong agentsOwn(List<Path> folders, List<String> stuck)
      throws InterruptedException {
    if (folders.isEmpty()) {
      return OptionalLong.of(0);
    }
    List<String> du = new ArrayList<>(List.of("du", "--summarize", "--block-size=1"));
    // Nobody frees it, so nobody may rely on it.
    stuck.forEach(name -> du.add("--exclude=" + name));
    du.add("--");
    folders.forEach(folder -> du.add(folder.toString()));
    try {
      String output = commands.tryRun(Command.of(du).within(DU_LIMIT).asRoot()).stdout();
      return OptionalLong.of(
          output.lines().mapToLong(line -> Long.parseLong(line.split("\\s", 2)[0])).sum());
    } catch (AgentException | NumberFormatException e) {
      log.warn("Could not find out what {} will free; going by what was last known", folders, e);
      return OptionalLong.empty();
    }
  }

  /**
   * What was found.
   *
   * @param free to everybody
   * @param own in the agent's folders, or not freed yet
   */
  private record Space(long free, long own) {
    /** What has become free since was the agent's. */
    long owed(long freeNow) {
      return Math.max(0, own - Math.max(0, freeNow - free));
    }
  }
}
