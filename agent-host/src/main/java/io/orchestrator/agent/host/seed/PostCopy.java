package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.FinishRequest;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The last touch on the target: the transport's own, then the configured command. Until both have
 * ended well the datadir is unfinished.
 */
public final class PostCopy {
  // Orchestrator gives up waiting after 60 s; the command goes on and the mark stays until it is
  // done.
  private static final Duration COMMAND_LIMIT = Duration.ofHours(24);

  private static final String MARK = "post-copy has not ended well";

  private final Optional<String> command;
  private final CommandRunner commands;
  private final SeedJournal journal;
  private final Transports transports;
  private final UnfinishedMark unfinished;
  private final MySqlFacts mysql;
  private final SeedRunner runner;
  private final Clock clock;
  private final ReentrantLock alone = new ReentrantLock();

  @Inject
  PostCopy(
      AgentConfig config,
      CommandRunner commands,
      SeedJournal journal,
      Transports transports,
      UnfinishedMark unfinished,
      MySqlFacts mysql,
      SeedRunner runner,
      Clock clock) {
    this.command = config.seed().postCopyCommand();
    this.commands = commands;
    this.journal = journal;
    this.transports = transports;
    this.unfinished = unfinished;
    this.mysql = mysql;
    this.runner = runner;
    this.clock = clock;
  }

  /**
   * Runs it.
   *
   * @throws AgentException if it fails; MySQL is not started on this datadir until it is seeded
   *     again
   */
  public void run(String sourceHost) throws InterruptedException {
    String host = HostName.checked(sourceHost);
    if (!alone.tryLock()) {
      throw new AgentException(
          ErrorCode.CONFLICT, "Could not run post-copy: an earlier one still runs");
    }
    try {
      runAlone(mysql.datadir(), host);
    } finally {
      alone.unlock();
    }
  }

  private void runAlone(Path datadir, String host) throws InterruptedException {
    if (runner.active().filter(SeedRunner::receives).isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT, "Could not run post-copy: a seed is being received");
    }
    boolean marked = unfinished.replace(datadir, Optional.empty(), Optional.of(MARK));
    Optional<SeedRecord> received =
        journal.lastReceived(datadir).filter(SeedRecord::succeeded).map(seed -> seed.from(host));
    try {
      received.ifPresent(journal::amend);
      finish(received, datadir, host);
      if (marked) {
        // Not if a seed has begun meanwhile: then the mark is that seed's.
        unfinished.replace(datadir, Optional.of(MARK), Optional.empty());
      }
    } catch (AgentException e) {
      String reason = "post-copy failed: " + e.getMessage();
      if (marked) {
        unfinished.replace(datadir, Optional.of(MARK), Optional.of(reason));
      }
      received.ifPresent(
          seed ->
              journal.amend(
                  seed.ended(SeedRecord.State.FAILED, reason, seed.bytes(), clock.millis())));
      throw e;
    }
  }

  private void finish(Optional<SeedRecord> received, Path datadir, String host)
      throws InterruptedException {
    if (received.isPresent()) {
      Optional<SeedTransport> transport = transports.named(received.get().transport());
      if (transport.isPresent()) {
        transport.get().finish(new FinishRequest(new SeedId(received.get().id()), datadir, host));
      }
    }
    if (command.isPresent()) {
      commands.run(
          Command.shell(command.get(), host).within(COMMAND_LIMIT).leavingDaemon().asRoot());
    }
  }
}
