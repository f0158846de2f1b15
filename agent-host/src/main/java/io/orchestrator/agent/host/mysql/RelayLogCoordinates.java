package io.orchestrator.agent.host.mysql;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;

/**
 * A position in the relay logs, as orchestrator writes it.
 *
 * @param logFile full path of a relay log
 * @param logPos bytes from its beginning
 * @param type what kind of log: always {@link #RELAY}
 */
public record RelayLogCoordinates(
    @JsonProperty("LogFile") String logFile,
    @JsonProperty("LogPos") long logPos,
    @JsonProperty("Type") int type) {
  /** Orchestrator's number for relay logs. */
  public static final int RELAY = 1;

  static RelayLogCoordinates endOf(Path log, long size) {
    return new RelayLogCoordinates(log.toString(), size, RELAY);
  }
}
