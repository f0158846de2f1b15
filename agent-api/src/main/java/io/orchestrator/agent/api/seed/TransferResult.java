package io.orchestrator.agent.api.seed;

import java.util.Objects;

/**
 * What was moved.
 *
 * @param bytes how many bytes went over the network, 0 if the transport can't tell
 * @param summary one line for the log, such as "1,234 files by tar over nc.openbsd"
 */
public record TransferResult(long bytes, String summary) {
  /** Refuses a negative number. */
  public TransferResult {
    Objects.requireNonNull(summary, "summary");
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is " + bytes);
    }
  }
}
