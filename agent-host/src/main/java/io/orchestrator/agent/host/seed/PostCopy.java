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
import io.orchestrator.agent.host.service.MySqlService;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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
  private final MySqlService service;
  private final SeedRunner runner;
  private final Clock clock;
  private Optional<Instant> since = Optional.empty();

  @Inject
  PostCopy(
      AgentConfig config,
      CommandRunner commands,
      SeedJournal journal,
      Transports transports,
      UnfinishedMark unfinished,
      MySqlFacts mysql,
      MySqlService service,
      SeedRunner runner,
      Clock clock) {
    this.command = config.seed().postCopyCommand();
    this.commands = commands;
    this.journal = journal;
    this.transports = transports;
    this.unfinished = unfinished;
    this.mysql = mysql;
    this.service = service;
    this.runner = runner;
    this.clock = clock;
  }

  /**
   * Runs it.
   *
   * @throws AgentException if it fails; MySQL is not started on this datadir until it is seeded
   *     again. {@code CONFLICT} if an earlier one still runs: unfinished it is then too
   */
  public void run(String sourceHost) throws InterruptedException {
    String host = HostName.checked(sourceHost);
    Path datadir = mysql.datadir();
    // Under the lock of those who first make sure that none runs.
    boolean marked = service.alone(() -> begin(datadir));
    Optional<String> mark = Optional.of(MARK);
    try {
      touch(datadir, host);
      mark = Optional.empty();
    } catch (AgentException e) {
      mark = Optional.of("post-copy failed: " + e.getMessage());
      throw e;
    } finally {
      end(datadir, marked, mark);
    }
  }

  /**
   * Refuses what must not be done while one works in the datadir.
   *
   * @param what completes "Could not …"
   * @throws AgentException {@code CONFLICT} if one runs
   */
  synchronized void requireOver(String what) {
    if (since.isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Could not "
              + what
              + ": the post-copy that began at "
              + since.get()
              + " still runs and works in the datadir; wait for its end, or end its processes by"
              + " hand ('systemctl status orchestrator-agent' lists them)");
    }
  }

  private synchronized boolean begin(Path datadir) {
    if (runner.active().filter(SeedRunner::receives).isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT, "Could not run post-copy: a seed is being received");
    }
    boolean marked = unfinished.replace(datadir, Optional.empty(), Optional.of(MARK));
    requireOver("run post-copy");
    since = Optional.of(clock.instant());
    return marked;
  }

  // At once: whoever is refused must not mark it after it has ended well.
  private synchronized void end(Path datadir, boolean marked, Optional<String> mark) {
    since = Optional.empty();
    if (marked) {
      boolean unused = unfinished.replace(datadir, Optional.of(MARK), mark);
    }
  }

  private void touch(Path datadir, String host) throws InterruptedException {
    Optional<SeedRecord> received =
        journal.lastReceived(datadir).filter(SeedRecord::succeeded).map(seed -> seed.from(host));
    try {
      received.ifPresent(journal::amend);
      finish(received, datadir, host);
    } catch (AgentException e) {
      received.ifPresent(
          seed ->
              journal.amend(
                  seed.ended(
                      SeedRecord.State.FAILED,
                      "post-copy failed: " + e.getMessage(),
                      seed.bytes(),
                      clock.millis())));
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
