package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.command.Strays;
import io.orchestrator.agent.host.datadir.DatadirDeletion;
import io.orchestrator.agent.host.datadir.DatadirTrash;
import io.orchestrator.agent.host.datadir.EarlierData;
import io.orchestrator.agent.host.datadir.KeptData;
import io.orchestrator.agent.host.service.MySqlService;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cleans up at start after an agent that was killed, and at stop. */
public final class SeedRecovery {
  private static final Logger log = LoggerFactory.getLogger(SeedRecovery.class);

  private final SeedJournal journal;
  private final Strays strays;
  private final Transports transports;
  private final ResumeReceive resume;
  private final UnfinishedMark unfinished;
  private final DatadirDeletion deletion;
  private final KeptData kept;
  private final EarlierData earlier;
  private final DatadirTrash trash;
  private final MySqlFacts mysql;
  private final MySqlService service;
  private final Clock clock;

  @Inject
  SeedRecovery(
      SeedJournal journal,
      Strays strays,
      Transports transports,
      ResumeReceive resume,
      UnfinishedMark unfinished,
      DatadirDeletion deletion,
      KeptData kept,
      EarlierData earlier,
      DatadirTrash trash,
      MySqlFacts mysql,
      MySqlService service,
      Clock clock) {
    this.journal = journal;
    this.strays = strays;
    this.transports = transports;
    this.resume = resume;
    this.unfinished = unfinished;
    this.deletion = deletion;
    this.kept = kept;
    this.earlier = earlier;
    this.trash = trash;
    this.mysql = mysql;
    this.service = service;
    this.clock = clock;
  }

  /**
   * Ends the delete command and what the seeds that were active left running; goes on with one that
   * is received by a transport that can, and fails the others; completes or frees what was being
   * moved or deleted.
   */
  public void recover() throws InterruptedException {
    deletion.recover();
    List<SeedRecord> interrupted =
        journal.all().stream().filter(record -> !record.completed()).toList();
    Set<String> markers = interrupted.stream().map(SeedRecord::marker).collect(Collectors.toSet());
    if (!markers.isEmpty()) {
      strays.end(markers).forEach(ended -> log.warn("Ended a stray process: {}", ended));
    }
    transports.recover();
    boolean goesOn = false;
    for (SeedRecord record : interrupted) {
      Optional<String> reason = resumed(record);
      reason.ifPresent(why -> fail(record, why));
      goesOn |= reason.isEmpty();
    }
    cleanUp(goesOn);
  }

  /** Why it does not go on; empty if it does. */
  private Optional<String> resumed(SeedRecord record) throws InterruptedException {
    return resume.isPossible(record)
        ? resume.resume(record)
        : Optional.of("the agent was stopped or killed while it went on");
  }

  private void fail(SeedRecord record, String reason) {
    log.warn("Seed {} has failed: {}", record.id(), reason);
    if (record.role() == SeedRecord.Role.RECEIVE && !record.datadir().isEmpty()) {
      unfinished.set(Path.of(record.datadir()), "seed " + record.id() + " failed: " + reason);
    }
    journal.put(record.ended(SeedRecord.State.FAILED, reason, record.bytes(), clock.millis()));
  }

  private void cleanUp(boolean goesOn) throws InterruptedException {
    try {
      Path datadir = mysql.datadir();
      completeMove(datadir);
      discardOutdated(datadir);
      if (!goesOn) {
        earlier.discard(datadir);
      }
      trash.free(datadir);
    } catch (AgentException e) {
      log.warn("Could not clean up the datadir: {}", e.getMessage());
    }
  }

  /** The agent may have been killed right after it had written a success down. */
  private void discardOutdated(Path datadir) {
    Optional<SeedRecord> good = journal.lastReceived(datadir).filter(SeedRecord::succeeded);
    Optional<Instant> since = kept.since(datadir);
    // What was kept after that seed is what an operator has accepted other data in place of.
    if (good.isPresent()
        && since.isPresent()
        && since.get().toEpochMilli() < good.get().startedAt()
        && unfinished.reason(datadir).filter(why -> !why.equals(PostCopy.AWAITED)).isEmpty()) {
      log.info("Seed {} has succeeded; what {} had before is given up", good.get().id(), datadir);
      kept.discard(datadir);
    }
  }

  /** Not under a server that runs; then it waits for whoever next needs it complete. */
  private void completeMove(Path datadir) throws InterruptedException {
    if (!kept.isHalfMoved(datadir)) {
      return;
    }
    try {
      boolean unused =
          service.whileStopped(
              "go on with it",
              () -> {
                kept.settle(datadir);
                return true;
              });
    } catch (AgentException e) {
      log.warn(
          "Moving the data of {} was interrupted: {}. A part is elsewhere until the next delete or"
              + " 'orchestrator-agent datadir restore' goes on with it",
          datadir,
          e.getMessage());
    }
  }
}
