package io.orchestrator.agent.wire;

import java.io.IOException;

/** A file that is being sent can't be read, or is not what it was. No connection helps. */
final class SourceFileException extends IOException {
  private static final long serialVersionUID = 1L;

  SourceFileException(String what, Throwable cause) {
    super(what, cause);
  }

  SourceFileException(String what) {
    super(what);
  }
}
