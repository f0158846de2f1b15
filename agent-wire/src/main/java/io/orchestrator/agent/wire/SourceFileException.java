package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that is being sent can't be read, or is not what it was. No connection helps. */
final class SourceFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  private SourceFileException(ErrorCode code, String what, IOException cause) {
    super(what, cause);
    this.code = code;
  }

  SourceFileException(String what) {
    super(what);
    this.code = ErrorCode.IO_FAILED;
  }

  /** Opening or reading it failed. */
  static SourceFileException of(Path file, IOException failed) {
    if (failed instanceof NoSuchFileException) {
      return new SourceFileException(
          ErrorCode.IO_FAILED, file + " has vanished while it was sent", failed);
    }
    if (failed instanceof AccessDeniedException) {
      return new SourceFileException(
          ErrorCode.PERMISSION_DENIED,
          file + " may not be read by the agent's user. Run the agent as root",
          failed);
    }
    return new SourceFileException(
        ErrorCode.IO_FAILED, file + " could not be read: " + failed, failed);
  }

  /** Making a block's content failed. */
  static SourceFileException unmade(IOException failed) {
    return new SourceFileException(
        ErrorCode.IO_FAILED, "the content of a block could not be made: " + failed, failed);
  }

  ErrorCode code() {
    return code;
  }
}
