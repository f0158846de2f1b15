package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** Why something could not be written, by its name. */
final class TargetFailure {
  private TargetFailure() {}

  /**
   * What to throw.
   *
   * @param path relative to the datadir
   */
  static AgentException of(Path datadir, Path path, IOException failed) {
    String what = "Could not write " + Sizes.name(path) + " in " + datadir;
    if (failed instanceof FileAlreadyExistsException) {
      return new AgentException(
          ErrorCode.CORRUPT_DATA,
          what
              + ": it is there already. The source has sent the name twice, or somebody else"
              + " writes into the data directory",
          failed);
    }
    if (FreeSpace.isFull(datadir)) {
      return new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED, what + ": the file system is full", failed);
    }
    return new AgentException(ErrorCode.IO_FAILED, what + ": " + failed, failed);
  }
}
