package io.orchestrator.agent.host.verify;

/** The snapshot itself is to blame. */
final class BadSnapshotException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadSnapshotException(String reason) {
    super(reason);
  }
}
