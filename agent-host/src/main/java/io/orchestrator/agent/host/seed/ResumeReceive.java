package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.datadir.EarlierData;
import io.orchestrator.agent.host.service.MySqlService;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on with a receive in the middle of which the agent was killed. */
final class ResumeReceive {
  /** Whatever kills the agent each time would go on doing so. */
  private static final int MOST = 10;

  private static final Logger log = LoggerFactory.getLogger(ResumeReceive.class);

  private final Duration senderLimit;
  private final Transports transports;
  private final MySqlService service;
  private final SeedRunner runner;
  private final ReceiveWork work;
  private final EarlierData earlier;
  private final UnfinishedMark unfinished;

  @Inject
  ResumeReceive(
      AgentConfig config,
      Transports transports,
      MySqlService service,
      SeedRunner runner,
      ReceiveWork work,
      EarlierData earlier,
      UnfinishedMark unfinished) {
    // A sender that had come is back within the one, a sender that had not within the other.
    Duration connect = config.seed().connectLimit();
    Duration reconnect = config.wire().reconnectLimit();
    this.senderLimit = connect.compareTo(reconnect) > 0 ? connect : reconnect;
    this.transports = transports;
    this.service = service;
    this.runner = runner;
    this.work = work;
    this.earlier = earlier;
    this.unfinished = unfinished;
  }

  /** Can its transport do that? */
  boolean isPossible(SeedRecord record) {
    return record.role() == SeedRecord.Role.RECEIVE
        && !record.datadir().isEmpty()
        && transport(record).isPresent();
  }

  private Optional<SeedTransport> transport(SeedRecord record) {
    return transports
        .named(record.transport())
        .filter(transport -> transport.usesWire() && transport.resumes());
  }

  /**
   * Listens for its sender again.
   *
   * @return why it can't go on; empty if it does
   */
  Optional<String> resume(SeedRecord record) throws InterruptedException {
    if (record.restarts() >= MOST) {
      return Optional.of("the agent was killed " + (MOST + 1) + " times while it went on");
    }
    try {
      ActiveSeed seed =
          service.whileStopped("go on with seed " + record.id(), () -> start(record.restarted()));
      log.warn(
          "The agent was killed while {} was received; it goes on if its sender comes again within"
              + " {} s",
          seed,
          senderLimit.toSeconds());
      return Optional.empty();
    } catch (AgentException e) {
      return Optional.of("the agent was killed while it went on: " + e.getMessage());
    }
  }

  private ActiveSeed start(SeedRecord record) {
    Path datadir = Path.of(record.datadir());
    // Not there if it was killed at the very end, between the mark and the journal.
    unfinished.set(datadir, "seed " + record.id() + " into it has not succeeded");
    earlier.setAside(datadir);
    SeedTransport transport = transport(record).orElseThrow();
    return runner.start(
        record, work.into(datadir, new SeedId(record.id()), transport, senderLimit));
  }
}
