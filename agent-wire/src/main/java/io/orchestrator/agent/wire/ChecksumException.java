package io.orchestrator.agent.wire;

import java.io.IOException;

/** A payload was damaged on its way. */
final class ChecksumException extends IOException {
  private static final long serialVersionUID = 1L;

  ChecksumException(String what) {
    super(what);
  }
}
