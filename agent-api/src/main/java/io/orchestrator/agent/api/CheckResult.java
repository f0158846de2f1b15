package io.orchestrator.agent.api;

import java.util.Objects;

/**
 * Whether an extension can work on this host now.
 *
 * @param usable true if its operations are likely to succeed
 * @param reason one line without a trailing period: what was found, or what is missing and how to
 *     mend it
 */
public record CheckResult(boolean usable, String reason) {
  /** Requires a reason. */
  public CheckResult {
    Objects.requireNonNull(reason, "reason");
  }

  /**
   * It can work.
   *
   * @param found what was found, such as "tar 1.34, nc.openbsd"
   */
  public static CheckResult usable(String found) {
    return new CheckResult(true, found);
  }

  /**
   * It can't work.
   *
   * @param reason what is missing and how to mend it
   */
  public static CheckResult unusable(String reason) {
    return new CheckResult(false, reason);
  }
}
