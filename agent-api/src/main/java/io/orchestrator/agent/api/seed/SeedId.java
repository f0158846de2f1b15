package io.orchestrator.agent.api.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;

/**
 * Orchestrator's number for a seed. Not unique: several servers count on their own, and one with a
 * new database starts again at 1.
 *
 * @param value 0 or more
 */
public record SeedId(long value) {
  /** Refuses a negative number. */
  public SeedId {
    if (value < 0) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT, "A seed id is a number of 0 or more, not " + value);
    }
  }

  /**
   * Reads the decimal form.
   *
   * @throws AgentException {@code INVALID_ARGUMENT} if the text is not a number of 0 or more
   */
  public static SeedId parse(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT, "A seed id is a number of 0 or more, and this one is not");
    }
    return new SeedId(Long.parseLong(text));
  }

  /** The decimal form. */
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
