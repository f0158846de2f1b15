package io.orchestrator.agent.testkit.orchestrator;

/** The server ends a seed for what it found, not for a call that failed. */
final class SeedGivenUpException extends Exception {
  private static final long serialVersionUID = 1L;

  SeedGivenUpException(String reason) {
    super(reason);
  }
}
