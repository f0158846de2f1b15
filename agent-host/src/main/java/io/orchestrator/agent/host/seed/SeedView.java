package io.orchestrator.agent.host.seed;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;

/**
 * A seed as the API shows it.
 *
 * @param seedId orchestrator's number
 * @param role SEND or RECEIVE
 * @param peer the other host, where it is known
 * @param transport its name
 * @param state RUNNING, SUCCEEDED, FAILED or ABORTED
 * @param phase what it is doing now; empty if it is over
 * @param bytes transferred so far
 * @param reason why it failed, or what was transferred
 * @param startedAt ISO 8601
 * @param endedAt ISO 8601; empty while it runs
 */
public record SeedView(
    @JsonProperty("SeedId") long seedId,
    @JsonProperty("Role") String role,
    @JsonProperty("Peer") String peer,
    @JsonProperty("Transport") String transport,
    @JsonProperty("State") String state,
    @JsonProperty("Phase") String phase,
    @JsonProperty("Bytes") long bytes,
    @JsonProperty("Reason") String reason,
    @JsonProperty("StartedAt") String startedAt,
    @JsonProperty("EndedAt") String endedAt) {
  static SeedView of(SeedRecord record, Optional<ActiveSeed> active) {
    Optional<ActiveSeed> now =
        active.filter(seed -> seed.record().marker().equals(record.marker()));
    return new SeedView(
        record.id(),
        record.role().name(),
        record.peer(),
        now.map(seed -> seed.record().transport()).orElse(record.transport()),
        record.state().name(),
        now.map(ActiveSeed::phase).orElse(""),
        now.map(ActiveSeed::bytes).orElse(record.bytes()),
        record.reason(),
        Instant.ofEpochMilli(record.startedAt()).toString(),
        record.endedAt() == 0 ? "" : Instant.ofEpochMilli(record.endedAt()).toString());
  }
}
