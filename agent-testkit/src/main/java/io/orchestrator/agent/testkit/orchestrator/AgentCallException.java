package io.orchestrator.agent.testkit.orchestrator;

import java.io.IOException;

/** A call of an agent that the server, too, sees to have failed. */
public final class AgentCallException extends IOException {
  private static final long serialVersionUID = 1L;

  AgentCallException(String message) {
    super(message);
  }

  AgentCallException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The message; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
