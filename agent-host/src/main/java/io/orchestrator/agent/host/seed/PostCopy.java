package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
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
import java.time.Duration;
import java.util.Optional;

/**
 * The last touch on the target: the transport's own, then the configured command. Until both have
 * ended well the datadir is unfinished.
 */
public final class PostCopy {
  // Orchestrator gives up waiting after 60 s; the command goes on and the mark stays until it is
  // done.
  private static final Duration COMMAND_LIMIT = Duration.ofHours(24);

  private final Optional<String> command;
  private final CommandRunner commands;
  private final SeedJournal journal;
  private final Transports transports;
  private final UnfinishedMark unfinished;
  private final MySqlFacts mysql;

  @Inject
  PostCopy(
      AgentConfig config,
      CommandRunner commands,
      SeedJournal journal,
      Transports transports,
      UnfinishedMark unfinished,
      MySqlFacts mysql) {
    this.command = config.seed().postCopyCommand();
    this.commands = commands;
    this.journal = journal;
    this.transports = transports;
    this.unfinished = unfinished;
    this.mysql = mysql;
  }

  /**
   * Runs it.
   *
   * @throws AgentException if it fails; MySQL is not started on this datadir until it is seeded
   *     again
   */
  public synchronized void run(String sourceHost) throws InterruptedException {
    String host = HostName.checked(sourceHost);
    Path datadir = mysql.datadir();
    Optional<String> before = unfinished.reason(datadir);
    unfinished.set(datadir, before.orElse("post-copy has not ended well"));
    Optional<SeedRecord> received = journal.lastReceived().filter(SeedRecord::succeeded);
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
    if (before.isEmpty()) {
      unfinished.clear(datadir);
    }
  }
}
