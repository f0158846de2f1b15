package io.orchestrator.agent.host.seed;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.orchestrator.agent.api.seed.ReplicationStart;
import java.util.Optional;

/**
 * Where a replica of a seed begins, as the API shows it.
 *
 * @param seedId orchestrator's number
 * @param transport what received it
 * @param sourceHost as orchestrator names it, or its address; empty if not known
 * @param sourcePort of the source's server
 * @param flavor MARIADB or MYSQL
 * @param binaryLogFile of the source; empty if no position is known
 * @param binaryLogPosition 0 if none is known
 * @param gtidSet empty if none is known
 * @param statement that lets the target begin at the position; empty if none is known
 * @param gtidStatement that lets it begin at the GTID set; empty if none is known
 * @param olderStatement the first for MySQL before 8.0.23; empty for MariaDB
 * @param olderGtidStatement the second for MySQL before 8.0.23; empty for MariaDB
 */
public record SeedMetadata(
    @JsonProperty("SeedId") long seedId,
    @JsonProperty("Transport") String transport,
    @JsonProperty("SourceHost") String sourceHost,
    @JsonProperty("SourcePort") int sourcePort,
    @JsonProperty("Flavor") String flavor,
    @JsonProperty("BinaryLogFile") String binaryLogFile,
    @JsonProperty("BinaryLogPosition") long binaryLogPosition,
    @JsonProperty("GtidSet") String gtidSet,
    @JsonProperty("Statement") String statement,
    @JsonProperty("GtidStatement") String gtidStatement,
    @JsonProperty("OlderStatement") String olderStatement,
    @JsonProperty("OlderGtidStatement") String olderGtidStatement) {
  static SeedMetadata of(SeedRecord seed, ReplicationStart start) {
    ReplicationStatements statements = ReplicationStatements.of(seed.peer(), start);
    Optional<ReplicationStatements> older = ReplicationStatements.older(seed.peer(), start);
    KeptStart kept = seed.replication();
    return new SeedMetadata(
        seed.id(),
        seed.transport(),
        seed.peer(),
        kept.port(),
        kept.flavor(),
        kept.file(),
        kept.position(),
        kept.gtidSet(),
        statements.byPosition(),
        statements.byGtid(),
        older.map(ReplicationStatements::byPosition).orElse(""),
        older.map(ReplicationStatements::byGtid).orElse(""));
  }
}
