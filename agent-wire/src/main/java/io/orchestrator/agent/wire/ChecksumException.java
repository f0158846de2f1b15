package io.orchestrator.agent.wire;

/** A header or payload was damaged on its way. */
final class ChecksumException extends FrameException {
  private static final long serialVersionUID = 1L;

  ChecksumException(String what) {
    super(what);
  }
}
