package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedId;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * What orchestrator asks of the target about a seed. A seed that this agent never received is over
 * and has not succeeded: nothing arrives here, and the server must not wait for it.
 */
public final class SeedAnswers {
  private final SeedJournal journal;
  private final SeedRunner runner;

  @Inject
  SeedAnswers(SeedJournal journal, SeedRunner runner) {
    this.journal = journal;
    this.runner = runner;
  }

  /** Every seed that this agent remembers, newest first. */
  public List<SeedView> all() {
    Optional<ActiveSeed> active = runner.active();
    return journal.all().stream().map(record -> SeedView.of(asTold(record), active)).toList();
  }

  /** Is it over, well or not? */
  public boolean completed(SeedId id) {
    return find(id).map(SeedRecord::completed).orElse(true);
  }

  /** Is it over, and all is there? */
  public boolean succeeded(SeedId id) {
    return find(id).map(SeedRecord::succeeded).orElse(false);
  }

  /**
   * Where a replica of the data begins that this target has received.
   *
   * @throws AgentException {@code NOT_FOUND} if it does not know
   */
  public SeedMetadata metadata(SeedId id) {
    SeedRecord seed =
        find(id).orElseThrow(() -> unknown(id, "this agent has not received it; ask its target's"));
    if (!seed.succeeded()) {
      throw unknown(id, seed.completed() ? "it has failed: " + seed.reason() : "it still goes on");
    }
    return seed.replication()
        .start()
        .map(start -> SeedMetadata.of(seed, start))
        .orElseThrow(
            () ->
                unknown(
                    id,
                    "neither its transport nor a file in the data told it; let the snapshot script"
                        + " leave one there, see SnapshotReplicationFile"));
  }

  private static AgentException unknown(SeedId id, String why) {
    return new AgentException(
        ErrorCode.NOT_FOUND, "Where replication starts after seed " + id + " is not known: " + why);
  }

  // Not what was sent: only the target is ever asked, and several servers may use the same ids.
  private Optional<SeedRecord> find(SeedId id) {
    return journal.find(id, SeedRecord.Role.RECEIVE).map(this::asTold);
  }

  /** Whoever is told of a success goes on with post-copy, which is refused while it is settled. */
  private SeedRecord asTold(SeedRecord record) {
    return record.succeeded()
        ? runner
            .active()
            .map(ActiveSeed::record)
            .filter(going -> going.marker().equals(record.marker()))
            .orElse(record)
        : record;
  }
}
