package io.orchestrator.agent.host.orchestrator;

/**
 * A call to orchestrator did not do what it should. It has no cause: the JDK's exceptions may quote
 * the URL, and so the token.
 */
final class CallFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  CallFailed(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** Why, for the log. */
  String reason() {
    return reason;
  }
}
