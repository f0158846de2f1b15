package io.orchestrator.agent.host.verify;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A verification as the API shows it.
 *
 * @param snapshot what is verified
 * @param state see {@link State}
 * @param phase what it does now
 * @param startedAt ISO 8601, UTC
 * @param recoverySeconds from the server's start until it was ready; 0 before
 * @param totalSeconds so far, or in all
 * @param server the server's program
 * @param tables how many tables were looked at
 * @param badTables those that are not good, with the reason; at most {@link #MOST_BAD_TABLES}
 * @param reason why it is not good, or could not be found out
 */
public record VerifyView(
    @JsonProperty("Snapshot") String snapshot,
    @JsonProperty("State") State state,
    @JsonProperty("Phase") String phase,
    @JsonProperty("StartedAt") String startedAt,
    @JsonProperty("RecoverySeconds") double recoverySeconds,
    @JsonProperty("TotalSeconds") double totalSeconds,
    @JsonProperty("Server") String server,
    @JsonProperty("Tables") int tables,
    @JsonProperty("BadTables") List<String> badTables,
    @JsonProperty("Reason") String reason) {
  static final int MOST_BAD_TABLES = 100;

  /** How far it is. */
  public enum State {
    /** There was none since the agent started. */
    NONE,
    /** It goes on. */
    RUNNING,
    /** InnoDB has recovered and the tables are good. */
    GOOD,
    /** The snapshot is not fit for use. */
    BAD,
    /** It could not be found out. */
    FAILED,
    /** It was aborted. */
    ABORTED
  }

  static VerifyView none() {
    return new VerifyView("", State.NONE, "", "", 0, 0, "", 0, List.of(), "");
  }
}
