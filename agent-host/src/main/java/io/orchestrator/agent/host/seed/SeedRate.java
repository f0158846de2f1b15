package io.orchestrator.agent.host.seed;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.host.wire.SeedConnections;
import jakarta.inject.Inject;

/** How fast this agent sends over the agents' own connection. */
public final class SeedRate {
  private static final Setting<Long> LIMIT =
      Setting.size("limit", "Bytes a second; 0 for no limit");

  private final SeedConnections connections;

  @Inject
  SeedRate(SeedConnections connections) {
    this.connections = connections;
  }

  /**
   * The limit as the API shows it.
   *
   * @param bytesPerSecond 0 for none
   */
  public record View(@JsonProperty("BytesPerSecond") long bytesPerSecond) {}

  /** The limit now. */
  public View view() {
    return new View(connections.rateLimit());
  }

  /**
   * Changes it, also for a seed that goes on, until the agent's next start.
   *
   * @param limit a size such as 100M; 0 for none
   * @return the limit now
   * @throws AgentException {@code INVALID_ARGUMENT} if it is no such size, or too small
   */
  public View change(String limit) {
    connections.limitRate(bytes(limit));
    return view();
  }

  private static long bytes(String limit) {
    try {
      return LIMIT.parse(limit);
    } catch (AgentException wrong) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "The parameter limit is a size a second such as 100M, or 0 for none, and this one is not",
          wrong);
    }
  }
}
