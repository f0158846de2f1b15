package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The folder that is sent or received into: it may itself be named by a link, what is in it not.
 */
final class RealFolder {
  private RealFolder() {}

  static Path of(Path named) {
    try {
      return named.toRealPath();
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not find the folder " + named + ": " + failed, failed);
    }
  }
}
