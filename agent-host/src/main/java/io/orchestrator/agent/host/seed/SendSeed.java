package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.SeedConfig;
import io.orchestrator.agent.host.snapshot.SeedSource;
import io.orchestrator.agent.host.snapshot.SnapshotCommands;
import io.orchestrator.agent.host.snapshot.SnapshotHealth;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/** Sends the data directory of the mounted snapshot, or the running server's, to a target. */
public final class SendSeed {
  private final SeedConfig config;
  private final Transports transports;
  private final SendOverWire overWire;
  private final SeedRunner runner;
  private final SeedJournal journal;
  private final EarlyAborts aborts;
  private final SnapshotCommands snapshots;
  private final SnapshotHealth health;
  private final Clock clock;

  @Inject
  SendSeed(
      AgentConfig config,
      Transports transports,
      SendOverWire overWire,
      SeedRunner runner,
      SeedJournal journal,
      EarlyAborts aborts,
      SnapshotCommands snapshots,
      SnapshotHealth health,
      Clock clock) {
    this.config = config.seed();
    this.transports = transports;
    this.overWire = overWire;
    this.runner = runner;
    this.journal = journal;
    this.aborts = aborts;
    this.snapshots = snapshots;
    this.health = health;
    this.clock = clock;
  }

  /**
   * Starts sending and returns.
   *
   * @throws AgentException {@code CONFLICT} if nothing is mounted or a seed is active; {@code
   *     ABORTED} if it was aborted before or while it began; {@code INVALID_ARGUMENT} for a host
   *     that can't be one
   */
  public synchronized void send(SeedId id, String targetHost) throws InterruptedException {
    String host = HostName.checked(targetHost);
    if (runner.active().filter(seed -> isSending(seed, id)).isPresent()) {
      throw new AgentException(ErrorCode.CONFLICT, "Seed " + id + " is being sent already");
    }
    String usual = transports.configured().name();
    SeedRecord record = runner.newRecord(id, SeedRecord.Role.SEND, host, usual, "");
    ActiveSeed seed;
    try {
      seed = start(record);
    } catch (AgentException e) {
      journal.put(record.ended(SeedRecord.State.FAILED, e.getMessage(), 0, clock.millis()));
      throw e;
    }
    if (aborts.take(id)) {
      runner.stop(seed, SeedRecord.State.ABORTED, "it was aborted while it began");
      throw new AgentException(ErrorCode.ABORTED, "Seed " + id + " was aborted while it began");
    }
  }

  private static boolean isSending(ActiveSeed seed, SeedId id) {
    return seed.record().role() == SeedRecord.Role.SEND && seed.id().equals(id);
  }

  private ActiveSeed start(SeedRecord record) throws InterruptedException {
    SeedId id = new SeedId(record.id());
    if (aborts.take(id)) {
      throw new AgentException(ErrorCode.ABORTED, "Seed " + id + " was aborted before it began");
    }
    SeedSource source = snapshots.beginSending();
    boolean started = false;
    try {
      SeedTransport transport = transport(source);
      SendRequest request =
          new SendRequest(id, source.data(), record.peer(), config.port(), config.connectLimit());
      ActiveSeed seed =
          runner.start(
              record.at(source.data()).by(transport.name()),
              new Sending(transport, request, source.mount()));
      started = true;
      return seed;
    } finally {
      if (!started) {
        snapshots.endSending();
      }
    }
  }

  private SeedTransport transport(SeedSource source) {
    SeedTransport transport = source.live().orElseGet(transports::configured);
    if (source.live().isEmpty() && transport.content() == SeedContent.LIVE) {
      throw new AgentException(
          ErrorCode.NOT_CONFIGURED,
          "Could not send: a snapshot is mounted, but SeedTransport "
              + transport.name()
              + " copies from the running server; set SeedTransport to one that sends snapshots,"
              + " and name live:"
              + transport.name()
              + " in SeedSources");
    }
    return transport;
  }

  private final class Sending implements SeedRunner.Work {
    private final SeedTransport transport;
    private final SendRequest request;
    private final Mount mount;

    Sending(SeedTransport transport, SendRequest request, Mount mount) {
      this.transport = transport;
      this.request = request;
      this.mount = mount;
    }

    @Override
    public TransferResult transfer(ActiveSeed seed) throws InterruptedException {
      if (transport.usesWire()) {
        return overWire.send(transport, request, seed);
      }
      TransferResult result = transport.send(request, seed);
      requireSource();
      return result;
    }

    // By the wire the target has confirmed it all; a script may have taken lost data for zeros.
    private void requireSource() throws InterruptedException {
      Optional<String> problem = sourceProblem();
      if (problem.isPresent()) {
        throw new AgentException(ErrorCode.IO_FAILED, problem.get());
      }
    }

    @Override
    public Optional<String> sourceProblem() throws InterruptedException {
      // The running server's end is seen by what copies from it.
      return transport.content() == SeedContent.LIVE ? Optional.empty() : health.problem(mount);
    }

    @Override
    public void ended(SeedRecord record) {
      snapshots.endSending();
    }
  }
}
