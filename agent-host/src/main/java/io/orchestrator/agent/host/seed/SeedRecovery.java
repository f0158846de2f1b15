package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.command.Strays;
import io.orchestrator.agent.host.datadir.DatadirTrash;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cleans up at start after an agent that was killed, and at stop. */
public final class SeedRecovery {
  private static final Logger log = LoggerFactory.getLogger(SeedRecovery.class);

  private final SeedJournal journal;
  private final Strays strays;
  private final UnfinishedMark unfinished;
  private final DatadirTrash trash;
  private final MySqlFacts mysql;
  private final Clock clock;

  @Inject
  SeedRecovery(
      SeedJournal journal,
      Strays strays,
      UnfinishedMark unfinished,
      DatadirTrash trash,
      MySqlFacts mysql,
      Clock clock) {
    this.journal = journal;
    this.strays = strays;
    this.unfinished = unfinished;
    this.trash = trash;
    this.mysql = mysql;
    this.clock = clock;
  }

  /**
   * Fails the seeds that were active, ends what they left running, goes on freeing deleted data.
   */
  public void recover() throws InterruptedException {
    List<SeedRecord> interrupted =
        journal.all().stream().filter(record -> !record.completed()).toList();
    Set<String> markers = interrupted.stream().map(SeedRecord::marker).collect(Collectors.toSet());
    if (!markers.isEmpty()) {
      strays.end(markers).forEach(ended -> log.warn("Ended a stray process: {}", ended));
    }
    for (SeedRecord record : interrupted) {
      String reason = "the agent was stopped or killed while it went on";
      log.warn("Seed {} has failed: {}", record.id(), reason);
      if (record.role() == SeedRecord.Role.RECEIVE && !record.datadir().isEmpty()) {
        unfinished.set(Path.of(record.datadir()), "seed " + record.id() + " failed: " + reason);
      }
      journal.put(record.ended(SeedRecord.State.FAILED, reason, record.bytes(), clock.millis()));
    }
    goOnFreeing();
  }

  private void goOnFreeing() throws InterruptedException {
    try {
      trash.free(mysql.datadir());
    } catch (AgentException e) {
      log.warn("Could not look for deleted data to free: {}", e.getMessage());
    }
  }
}
