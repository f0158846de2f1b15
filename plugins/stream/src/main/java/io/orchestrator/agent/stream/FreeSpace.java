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

  /** What all of the list takes. */
  static long needed(Totals totals) {
    long most = totals.bytes() + totals.files() * PER_FILE;
    return totals.allocated() >= 0 ? Math.min(most, totals.allocated()) : most;
  }

  static long free(Path datadir) throws IOException {
    return Files.getFileStore(datadir).getUsableSpace();
  }

  /**
   * What to throw.
   *
   * @param kept what would become free if what is kept were given up
   */
  static AgentException tooLittle(Path datadir, long needed, long free, long kept) {
    return new AgentException(
        ErrorCode.RESOURCES_EXHAUSTED,
        String.format(
            "The seed needs %s, and the file system of %s has %s free (%d and %d bytes)%s:"
                + " make room, or choose another target",
            Sizes.of(needed),
            datadir,
            Sizes.of(free),
            needed,
            free,
            kept == 0
                ? ""
                : ", too little even without what is kept of the data before ("
                    + Sizes.of(kept)
                    + ")"));
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
