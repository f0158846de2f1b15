package io.orchestrator.agent.host.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.host.config.AgentConfig;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is in a datadir that was found deletable: by the configured command, or by itself.
 */
public final class DatadirDeletion {
  private static final Logger log = LoggerFactory.getLogger(DatadirDeletion.class);

  /** Orchestrator waits 60 s for an answer. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(45);

  private static final Duration COMMAND_LIMIT = Duration.ofHours(24);

  private final Optional<String> command;
  private final CommandRunner commands;
  private final DatadirCheck check;
  private final DatadirTrash trash;
  private final Duration answerLimit;
  private @Nullable FutureTask<?> running;

  @Inject
  DatadirDeletion(
      AgentConfig config, CommandRunner commands, DatadirCheck check, DatadirTrash trash) {
    this(config, commands, check, trash, ANSWER_LIMIT);
  }

  DatadirDeletion(
      AgentConfig config,
      CommandRunner commands,
      DatadirCheck check,
      DatadirTrash trash,
      Duration answerLimit) {
    this.command = config.mysql().deleteDatadirCommand();
    this.commands = commands;
    this.check = check;
    this.trash = trash;
    this.answerLimit = answerLimit;
  }

  /** Does the configured command still run? */
  public synchronized boolean isRunning() {
    return running != null && !running.isDone();
  }

  /** A deletion that has begun. */
  public interface Attempt {
    /**
     * Waits until the data is gone.
     *
     * @throws AgentException {@code TIMED_OUT} if the configured command takes longer than
     *     orchestrator waits; it goes on; {@code IO_FAILED} if something is left
     */
    void await() throws InterruptedException;
  }

  /**
   * Begins to empty it. If the configured command still runs, there is no second one.
   *
   * @throws AgentException {@code IO_FAILED} if something can't be deleted
   */
  public Attempt begin(Path datadir) {
    if (command.isEmpty()) {
      trash.discard(datadir, check.entries(datadir));
      return () -> {};
    }
    FutureTask<?> task = command(datadir, command.get());
    return () -> await(task);
  }

  private synchronized FutureTask<?> command(Path datadir, String text) {
    FutureTask<?> task = running;
    if (task == null || task.isDone()) {
      task = new FutureTask<>(() -> runCommand(datadir, text), datadir);
      running = task;
      Thread thread = new Thread(task, "datadir-deletion");
      thread.setDaemon(true);
      thread.start();
    }
    return task;
  }

  private void runCommand(Path datadir, String text) {
    try {
      commands.run(Command.shell(text).within(COMMAND_LIMIT));
      requireNothingLeft(datadir);
      log.info("MySQLDeleteDatadirContentCommand has emptied {}", datadir);
    } catch (AgentException e) {
      // Here too: whoever waited may have been answered long ago.
      log.error("Could not empty {}: {}", datadir, e.getMessage());
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(
          ErrorCode.ABORTED, "MySQLDeleteDatadirContentCommand was interrupted", e);
    }
  }

  private void await(FutureTask<?> task) throws InterruptedException {
    try {
      task.get(answerLimit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AgentException(
          ErrorCode.TIMED_OUT,
          "MySQLDeleteDatadirContentCommand still runs after "
              + answerLimit.toSeconds()
              + " s; it goes on. Seed again when it is done, or leave that command out: the agent"
              + " deletes in the background",
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AgentException failure) {
        throw failure;
      }
      throw new AgentException(
          ErrorCode.INTERNAL, "MySQLDeleteDatadirContentCommand could not be run: " + e, e);
    }
  }

  private void requireNothingLeft(Path datadir) {
    List<Path> left = check.entries(datadir);
    if (!left.isEmpty()) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "MySQLDeleteDatadirContentCommand ended well, but "
              + datadir
              + " still has "
              + left.size()
              + " entries, such as "
              + left.get(0).getFileName()
              + "; mend the command or leave it out");
    }
  }
}
