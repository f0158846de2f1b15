package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.SeedConfig;
import io.orchestrator.agent.host.datadir.DatadirCheck;
import io.orchestrator.agent.host.datadir.DatadirDeletion;
import io.orchestrator.agent.host.datadir.EarlierData;
import io.orchestrator.agent.host.datadir.KeptData;
import io.orchestrator.agent.host.service.MySqlService;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Receives a seed into the datadir. */
public final class ReceiveSeed {
  private final SeedConfig config;
  private final Transports transports;
  private final ReceiveOverWire overWire;
  private final ReceiveWork work;
  private final SeedRunner runner;
  private final SeedJournal journal;
  private final EarlyAborts aborts;
  private final MySqlFacts mysql;
  private final MySqlService service;
  private final DatadirCheck check;
  private final DatadirDeletion deletion;
  private final PostCopy postCopy;
  private final KeptData kept;
  private final EarlierData earlier;
  private final UnfinishedMark unfinished;
  private final SeedLimits limits;
  private final Clock clock;

  @Inject
  ReceiveSeed(
      AgentConfig config,
      Transports transports,
      ReceiveOverWire overWire,
      ReceiveWork work,
      SeedRunner runner,
      SeedJournal journal,
      EarlyAborts aborts,
      MySqlFacts mysql,
      MySqlService service,
      DatadirCheck check,
      DatadirDeletion deletion,
      PostCopy postCopy,
      KeptData kept,
      EarlierData earlier,
      UnfinishedMark unfinished,
      SeedLimits limits,
      Clock clock) {
    this.config = config.seed();
    this.transports = transports;
    this.overWire = overWire;
    this.work = work;
    this.runner = runner;
    this.journal = journal;
    this.aborts = aborts;
    this.mysql = mysql;
    this.service = service;
    this.check = check;
    this.deletion = deletion;
    this.postCopy = postCopy;
    this.kept = kept;
    this.earlier = earlier;
    this.unfinished = unfinished;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * What an operator should know about how seeds are received, a line each.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} if a certificate or the secret of the
   *     agents' own connection can't be used
   */
  public List<String> warnings() {
    return transports.configured().usesWire() ? overWire.warnings() : List.of();
  }

  /**
   * Starts receiving and returns once the receiver listens.
   *
   * @throws AgentException if it can't start; the seed is completed and not succeeded then. {@code
   *     CONFLICT} if the same seed is active already, which stays untouched
   */
  public void receive(SeedId id) throws InterruptedException {
    ActiveSeed seed = begin(id);
    if (aborts.take(id)) {
      runner.stop(seed, SeedRecord.State.ABORTED, "it was aborted while it began");
    } else if (!seed.awaitListening(limits.untilListening())) {
      runner.stop(
          seed,
          SeedRecord.State.FAILED,
          "the receiver did not listen within " + limits.untilListening().toSeconds() + " s");
    }
    Optional<SeedRecord> over =
        journal.now(seed.record()).filter(record -> record.completed() && !record.succeeded());
    if (over.isPresent()) {
      throw new AgentException(
          ErrorCode.PEER_FAILED, "Could not receive seed " + id + ": " + over.get().reason());
    }
  }

  private synchronized ActiveSeed begin(SeedId id) throws InterruptedException {
    if (runner.active().filter(seed -> isReceiving(seed, id)).isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT, "Seed " + id + " is active already; abort it to start it again");
    }
    SeedTransport transport = transports.configured();
    SeedRecord record = runner.newRecord(id, SeedRecord.Role.RECEIVE, "", transport.name(), "");
    SeedRecord.State state = SeedRecord.State.FAILED;
    String reason = "it could not start";
    boolean started = false;
    try {
      journal.begin(record);
      ActiveSeed seed = service.whileStopped("receive seed " + id, () -> start(record, transport));
      started = true;
      return seed;
    } catch (AgentException e) {
      reason = e.getMessage();
      state = e.code() == ErrorCode.ABORTED ? SeedRecord.State.ABORTED : state;
      throw e;
    } finally {
      if (!started) {
        journal.put(record.ended(state, reason, 0, clock.millis()));
      }
    }
  }

  private static boolean isReceiving(ActiveSeed seed, SeedId id) {
    return seed.record().role() == SeedRecord.Role.RECEIVE && seed.id().equals(id);
  }

  private ActiveSeed start(SeedRecord record, SeedTransport transport) throws InterruptedException {
    SeedId id = new SeedId(record.id());
    if (aborts.take(id)) {
      throw new AgentException(ErrorCode.ABORTED, "Seed " + id + " was aborted before it began");
    }
    Path datadir = requireReady(id);
    unfinished.set(datadir, "seed " + id + " into it has not succeeded");
    earlier.discard(datadir);
    return runner.start(
        record.at(datadir), work.into(datadir, id, transport, config.connectLimit()));
  }

  private Path requireReady(SeedId id) throws InterruptedException {
    runner
        .active()
        .ifPresent(
            other -> {
              throw new AgentException(
                  ErrorCode.CONFLICT,
                  "Could not receive seed " + id + ": " + other + " is active; abort it first");
            });
    if (deletion.isRunning()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Could not receive seed " + id + ": the datadir is still being deleted; try again later");
    }
    postCopy.requireOver("receive seed " + id);
    Path datadir = mysql.datadir();
    kept.settle(datadir);
    check.requireEmpty(datadir);
    return datadir;
  }
}
