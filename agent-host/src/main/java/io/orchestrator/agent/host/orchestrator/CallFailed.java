package io.orchestrator.agent.host.orchestrator;

/**
 * A call to orchestrator did not do what it should. It has no cause: the JDK's exceptions may quote
 * the URL, and so the token.
 */
final class CallFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final boolean answered;

  CallFailed(String reason) {
    this(reason, false);
  }

  CallFailed(String reason, boolean answered) {
    super(reason);
    this.reason = reason;
    this.answered = answered;
  }

  /** Did the server say that it has no such call, rather than be slow or out of order? */
  boolean answered() {
    return answered;
  }

  /** Why, for the log. */
  String reason() {
    return reason;
  }
}
