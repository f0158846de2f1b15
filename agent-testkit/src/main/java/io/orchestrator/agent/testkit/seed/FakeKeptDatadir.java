package io.orchestrator.agent.testkit.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.KeptDatadir;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a target had before, in a folder of a test. Given up, it is removed at once. */
public final class FakeKeptDatadir implements KeptDatadir {
  private final Path folder;
  private volatile boolean discarded;

  /**
   * A kept data directory.
   *
   * @param folder where it is
   */
  public FakeKeptDatadir(Path folder) {
    this.folder = folder;
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public void discard() {
    discarded = true;
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> innermostFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : innermostFirst) {
        Files.delete(path);
      }
    } catch (IOException | UncheckedIOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Removing " + folder + " failed: " + failed, failed);
    }
  }

  /** Was it given up? */
  public boolean isDiscarded() {
    return discarded;
  }
}
