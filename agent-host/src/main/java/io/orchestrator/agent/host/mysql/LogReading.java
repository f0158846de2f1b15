package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What goes wrong with reading a log. */
final class LogReading {
  private LogReading() {}

  static AgentException failure(Path log, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return new AgentException(
          ErrorCode.NOT_FOUND,
          "Reading the log " + log + ": the index lists it, but it is gone",
          cause);
    }
    if (cause instanceof AccessDeniedException) {
      return new AgentException(
          ErrorCode.PERMISSION_DENIED,
          "Reading the log " + log + ": permission denied; let the agent's user read it",
          cause);
    }
    return new AgentException(
        ErrorCode.IO_FAILED, "Reading the log " + log + " failed: " + cause, cause);
  }

  static AgentException corrupt(Path log, String what) {
    return new AgentException(ErrorCode.CORRUPT_DATA, "Reading the log " + log + ": " + what);
  }
}
