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

  /** The mark of a datadir whose seed has succeeded, if there is a command. */
  static final String AWAITED = "post-copy has not run yet";

  private static final String MARK = "post-copy has not ended well";
  private static final String FAILED = "post-copy failed: ";

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
   *     again or this has been repeated with success. {@code CONFLICT} if an earlier one still
   *     runs: unfinished it is then too; or if it has run, but the datadir is unfinished for
   *     another reason
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
      mark = Optional.of(FAILED + e.getMessage());
      throw e;
    } finally {
      end(datadir, marked, mark);
    }
    requireFinished(datadir);
  }

  private void requireFinished(Path datadir) {
    unfinished
        .reason(datadir)
        .ifPresent(
            reason -> {
              throw new AgentException(
                  ErrorCode.CONFLICT,
                  "Post-copy has run, but the datadir "
                      + datadir
                      + " is unfinished still: "
                      + reason
                      + "; seed it again, or if you know that its data is good, run"
                      + " 'orchestrator-agent datadir accept'");
            });
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
    Optional<String> before = unfinished.reason(datadir);
    boolean marked =
        before.filter(reason -> !isForThis(reason)).isEmpty()
            && unfinished.replace(datadir, before, Optional.of(MARK));
    requireOver("run post-copy");
    since = Optional.of(clock.instant());
    return marked;
  }

  /** Not what a killed agent has left, whose command may still be at work. */
  private static boolean isForThis(String reason) {
    return reason.equals(AWAITED) || reason.startsWith(FAILED);
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
        journal.lastReceived(datadir).filter(PostCopy::isReceived).map(seed -> seed.from(host));
    try {
      received.ifPresent(journal::amend);
      finish(received, datadir, host);
      received
          .filter(seed -> !seed.succeeded())
          .ifPresent(
              seed ->
                  journal.amend(
                      seed.ended(
                          SeedRecord.State.SUCCEEDED,
                          "post-copy has been repeated",
                          seed.bytes(),
                          clock.millis())));
    } catch (AgentException e) {
      received.ifPresent(
          seed ->
              journal.amend(
                  seed.ended(
                      SeedRecord.State.FAILED,
                      FAILED + e.getMessage(),
                      seed.bytes(),
                      clock.millis())));
      throw e;
    }
  }

  private static boolean isReceived(SeedRecord seed) {
    return seed.succeeded() || seed.reason().startsWith(FAILED);
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
