package io.orchestrator.agent.wire;

import java.io.IOException;

/** What came over a connection is not what it has to be: the connection is of no use any more. */
class FrameException extends IOException {
  private static final long serialVersionUID = 1L;

  FrameException(String what) {
    super(what);
  }
}
