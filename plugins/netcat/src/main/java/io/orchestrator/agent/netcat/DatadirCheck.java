package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.seed.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Looks at the data directory that is received into. */
final class DatadirCheck {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final long EVERY_NANOS = LOOK.toNanos();
  private static final long FULL = 64 * 1024;

  /** More than comes between two looks. */
  private static final long SPARE = 4L << 30;

  private final Path datadir;
  private final Transfer transfer;
  private long nextLook = System.nanoTime() + EVERY_NANOS;

  DatadirCheck(Path datadir, Transfer transfer) {
    this.datadir = datadir;
    this.transfer = transfer;
  }

  /**
   * A tar whose disk is full reads on to the end of the seed before it fails; this does not, and
   * waits for deleted data that is still being freed.
   */
  void requireSpace() throws InterruptedException {
    if (System.nanoTime() - nextLook < 0) {
      return;
    }
    boolean waited = false;
    while (!transfer.awaitRoom(SPARE, LOOK)) {
      waited = true;
    }
    if (waited) {
      transfer.phase("receiving");
    }
    nextLook = System.nanoTime() + EVERY_NANOS;
    if (isFull()) {
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED,
          "The file system of " + datadir + " is full: the seed does not fit");
    }
  }

  boolean isFull() {
    try {
      return Files.getFileStore(datadir).getUnallocatedSpace() < FULL;
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Cannot find out how much space is left in " + datadir, failed);
    }
  }

  void requirePlausible() throws InterruptedException {
    List<String> names =
        transfer
            .commands()
            .run(permitted(Command.of("ls", "-A", "-p", "--", datadir.toString())))
            .lines();
    if (!names.contains("ibdata1") && !names.contains("mysql/")) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          "What was received into "
              + datadir
              + " is no data directory: there is neither ibdata1 nor a folder mysql in it."
              + " Did the sender send the data directory itself, not what is around it?");
    }
  }

  void sync() throws InterruptedException {
    transfer
        .commands()
        .run(permitted(Command.of("sync", "--file-system", datadir.toString())).withoutLimit());
  }

  /** As root only where what arrived has closed the directory to the agent's user. */
  private Command permitted(Command command) {
    return Files.isReadable(datadir) && Files.isExecutable(datadir) ? command : command.asRoot();
  }
}
