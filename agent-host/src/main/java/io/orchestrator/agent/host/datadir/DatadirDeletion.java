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

/**
 * Deletes what is in a datadir that was found deletable: by the configured command, or by itself.
 */
public final class DatadirDeletion {
  /** Orchestrator waits 60 s for an answer. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(45);

  private static final Duration COMMAND_LIMIT = Duration.ofHours(24);

  private final Optional<String> command;
  private final CommandRunner commands;
  private final DatadirCheck check;
  private final DatadirTrash trash;
  private @Nullable FutureTask<?> running;

  @Inject
  DatadirDeletion(
      AgentConfig config, CommandRunner commands, DatadirCheck check, DatadirTrash trash) {
    this.command = config.mysql().deleteDatadirCommand();
    this.commands = commands;
    this.check = check;
    this.trash = trash;
  }

  /** Does the configured command still run? */
  public synchronized boolean isRunning() {
    return running != null && !running.isDone();
  }

  /**
   * Empties it.
   *
   * @throws AgentException {@code TIMED_OUT} if the configured command takes longer than
   *     orchestrator waits; it goes on, and a further call waits for it again; {@code IO_FAILED} if
   *     something is left
   */
  public void delete(Path datadir) throws InterruptedException {
    if (command.isEmpty()) {
      trash.discard(datadir, check.entries(datadir));
    } else {
      await(command(datadir, command.get()));
    }
  }

  private synchronized FutureTask<?> command(Path datadir, String text) {
    FutureTask<?> task = running;
    if (task == null || task.isDone()) {
      task =
          new FutureTask<>(
              () -> {
                commands.run(Command.shell(text).within(COMMAND_LIMIT));
                requireNothingLeft(datadir);
                return datadir;
              });
      running = task;
      Thread thread = new Thread(task, "datadir-deletion");
      thread.setDaemon(true);
      thread.start();
    }
    return task;
  }

  private static void await(FutureTask<?> task) throws InterruptedException {
    try {
      task.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AgentException(
          ErrorCode.TIMED_OUT,
          "MySQLDeleteDatadirContentCommand still runs after "
              + ANSWER_LIMIT.toSeconds()
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
    List<String> left = check.entries(datadir);
    if (!left.isEmpty()) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "MySQLDeleteDatadirContentCommand ended well, but "
              + datadir
              + " still has "
              + left.size()
              + " entries, such as "
              + left.get(0)
              + "; mend the command or leave it out");
    }
  }
}
