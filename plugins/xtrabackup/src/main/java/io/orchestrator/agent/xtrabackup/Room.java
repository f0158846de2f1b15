package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.KeptDatadir;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.live.datadir.DirectorySize;
import io.orchestrator.agent.live.tool.LongLook;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Room for the copy. What the target had before is given up where the copy fits only then; a copy
 * that would not fit even so is tried all the same, since the source's size is a guess.
 */
final class Room {
  private static final long LOOK_EVERY_MILLIS = 500;

  private final CommandRunner commands;
  private final ReceiveRequest request;
  private final Duration limit;

  /**
   * Room in the datadir of a request.
   *
   * @param limit how long to wait for what was given up: its space becomes free in the background
   */
  Room(CommandRunner commands, ReceiveRequest request, Duration limit) {
    this.commands = commands;
    this.request = request;
    this.limit = limit;
  }

  /**
   * Makes it.
   *
   * @param beat called now and then while it looks and waits
   */
  void makeFor(long bytes, LongLook.Beat beat) throws IOException, InterruptedException {
    Optional<KeptDatadir> kept = request.kept();
    long free = free();
    if (kept.isEmpty() || free >= bytes) {
      return;
    }
    if (free + DirectorySize.of(commands, kept.get().folder(), beat) >= bytes) {
      kept.get().discard();
      long deadline = System.nanoTime() + limit.toNanos();
      while (free() < bytes && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        beat.beat();
      }
    }
  }

  private long free() throws IOException {
    return Files.getFileStore(request.datadir()).getUsableSpace();
  }
}
