package io.orchestrator.agent.testkit.orchestrator;

import java.util.Objects;

/**
 * A row of the server's table of agents.
 *
 * @param host the name under which the agent registered, by which it is called back
 * @param port where its API listens
 * @param token what every call of its API must bear
 */
public record RegisteredAgent(String host, int port, String token) {
  /** Requires everything. */
  public RegisteredAgent {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(token, "token");
  }

  /** Host and port, without the token. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
