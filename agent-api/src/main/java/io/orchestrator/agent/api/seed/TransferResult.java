package io.orchestrator.agent.api.seed;

import java.util.Objects;
import java.util.Optional;

/**
 * What was moved.
 *
 * @param bytes how many bytes went over the network, 0 if the transport can't tell
 * @param summary one line for the log, such as "1,234 files by tar over nc.openbsd"
 * @param replication where a replica of the data begins, from a {@code receive}; empty if the
 *     transport does not know
 */
public record TransferResult(long bytes, String summary, Optional<ReplicationStart> replication) {
  /** Refuses a negative number. */
  public TransferResult {
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(replication, "replication");
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is " + bytes);
    }
  }

  /** Without a place to replicate from. */
  public TransferResult(long bytes, String summary) {
    this(bytes, summary, Optional.empty());
  }
}
