package io.orchestrator.agent.testkit.orchestrator;

import java.util.Objects;

/**
 * What an agent answered and the server did not take for an error, which may well be one.
 *
 * @param statusLine as it came, without its line end
 * @param body decoded
 */
public record AgentReply(String statusLine, String body) {
  /** The one status line that the server takes for an error. */
  static final String SEEN_AS_ERROR = "HTTP/1.1 500";

  /** Requires everything. */
  public AgentReply {
    Objects.requireNonNull(statusLine, "statusLine");
    Objects.requireNonNull(body, "body");
  }

  boolean seenAsError() {
    return statusLine.equals(SEEN_AS_ERROR);
  }
}
