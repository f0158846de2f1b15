package io.orchestrator.agent.host.datadir;

import com.fasterxml.jackson.core.type.TypeReference;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.CommandScope;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.command.Strays;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.state.StateFile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
  private final ProcessRunner processes;
  private final Strays strays;
  private final DatadirCheck check;
  private final DatadirTrash trash;
  private final Duration answerLimit;
  private final StateFile<String> marker;
  private @Nullable FutureTask<?> running;
  private @Nullable CommandScope scope;
  private boolean stopped;

  @Inject
  DatadirDeletion(
      AgentConfig config,
      ProcessRunner processes,
      Strays strays,
      DatadirCheck check,
      DatadirTrash trash) {
    this(config, processes, strays, check, trash, ANSWER_LIMIT);
  }

  DatadirDeletion(
      AgentConfig config,
      ProcessRunner processes,
      Strays strays,
      DatadirCheck check,
      DatadirTrash trash,
      Duration answerLimit) {
    this.command = config.mysql().deleteDatadirCommand();
    this.processes = processes;
    this.strays = strays;
    this.check = check;
    this.trash = trash;
    this.answerLimit = answerLimit;
    this.marker =
        new StateFile<>(config.stateDirectory().resolve("deletion.json"), new TypeReference<>() {});
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
   * @throws AgentException {@code IO_FAILED} if something can't be deleted; {@code CONFLICT} if the
   *     agent is stopping
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
      if (stopped) {
        throw new AgentException(
            ErrorCode.CONFLICT,
            "Could not delete the data in " + datadir + ": the agent is stopping");
      }
      String mark = UUID.randomUUID().toString();
      marker.write(mark);
      CommandScope commands = processes.scope(mark);
      task = new FutureTask<>(() -> runCommand(commands, datadir, text), datadir);
      Thread thread = new Thread(task, "datadir-deletion");
      thread.setDaemon(true);
      thread.start();
      scope = commands;
      running = task;
    }
    return task;
  }

  private void runCommand(CommandScope commands, Path datadir, String text) {
    try {
      runMarked(commands, Command.shell(text).within(COMMAND_LIMIT));
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

  private void runMarked(CommandScope commands, Command command) throws InterruptedException {
    try {
      commands.run(command);
    } finally {
      marker.delete();
    }
  }

  /** At the agent's stop: ends the command, which would go on without it, and starts no other. */
  public void stop() {
    Optional<CommandScope> commands;
    synchronized (this) {
      stopped = true;
      commands = isRunning() ? Optional.ofNullable(scope) : Optional.empty();
    }
    commands.ifPresent(CommandScope::close);
  }

  /**
   * At the agent's start: ends the command of a killed agent, before it deletes what a seed brings.
   *
   * @throws AgentException {@code IO_FAILED} if the state file can't be used
   */
  public void recover() {
    Optional<String> mark = marker.read();
    if (mark.isPresent()) {
      strays
          .end(Set.of(mark.get()))
          .forEach(line -> log.warn("A MySQLDeleteDatadirContentCommand was left: {}", line));
      marker.delete();
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
