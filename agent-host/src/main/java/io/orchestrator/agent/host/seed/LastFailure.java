package io.orchestrator.agent.host.seed;

import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/**
 * The newest seed's failure as a line of MySQL's error log, the one text that orchestrator shows
 * its users.
 */
public final class LastFailure {
  private final SeedJournal journal;

  @Inject
  LastFailure(SeedJournal journal) {
    this.journal = journal;
  }

  /** The line; empty if the newest seed goes on or has succeeded. */
  public Optional<String> line() {
    return journal.all().stream()
        .findFirst()
        .filter(record -> record.completed() && !record.succeeded())
        .map(
            record ->
                Instant.ofEpochMilli(record.endedAt())
                    + " [ERROR] orchestrator-agent: seed "
                    + record.id()
                    + " "
                    + record.state().toString().toLowerCase(java.util.Locale.ROOT)
                    + ": "
                    + oneLine(record.reason()));
  }

  private static String oneLine(String reason) {
    String line = reason.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= 1_000 ? line : line.substring(0, 1_000) + "…";
  }
}
