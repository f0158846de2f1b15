package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The room for a seed. */
final class FreeSpace {
  /** What a file takes on average beyond its size. */
  private static final long PER_FILE = 2048;

  private static final long FULL = 1 << 20;

  private FreeSpace() {}

  /** Requires room for what the list has, before any of it comes. */
  static void require(Path datadir, Totals totals) throws IOException {
    long needed = totals.bytes() + totals.files() * PER_FILE;
    if (totals.allocated() >= 0) {
      needed = Math.min(needed, totals.allocated());
    }
    long free = Files.getFileStore(datadir).getUsableSpace();
    if (needed > free) {
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED,
          String.format(
              "The seed needs %s, and the file system of %s has %s free (%d and %d bytes):"
                  + " make room, or choose another target",
              Sizes.of(needed), datadir, Sizes.of(free), needed, free));
    }
  }

  /** Has a write failed because there is no room? */
  static boolean isFull(Path datadir) {
    try {
      return Files.getFileStore(datadir).getUsableSpace() < FULL;
    } catch (IOException unknown) {
      return false;
    }
  }
}
