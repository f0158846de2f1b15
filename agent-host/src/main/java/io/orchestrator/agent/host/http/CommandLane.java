package io.orchestrator.agent.host.http;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands so that each is answered before orchestrator stops waiting at 60 s. One that takes
 * longer goes on; whoever depends on its end is protected by locks and marks, not by the answer.
 */
final class CommandLane {
  private static final Logger log = LoggerFactory.getLogger(CommandLane.class);
  private static final int MOST = 8;

  private final Semaphore places = new Semaphore(MOST);
  private final Duration limit;

  CommandLane(Duration limit) {
    this.limit = limit;
  }

  Answer run(String name, Callable<Answer> command) throws Exception {
    if (!places.tryAcquire()) {
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED, MOST + " commands are running already; try again later");
    }
    AtomicBoolean answered = new AtomicBoolean();
    FutureTask<Answer> task =
        new FutureTask<>(
            () -> {
              try {
                return command.call();
              } catch (Exception | Error e) {
                if (answered.get()) {
                  log.error("{} has failed in the background: {}", name, e.getMessage(), e);
                }
                throw e;
              } finally {
                places.release();
              }
            });
    Thread thread = new Thread(task, "command-" + name);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      places.release();
      throw new AgentException(ErrorCode.RESOURCES_EXHAUSTED, "Could not start a thread", e);
    }
    return answer(name, task, answered);
  }

  private Answer answer(String name, FutureTask<Answer> task, AtomicBoolean answered)
      throws Exception {
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        throw new AgentException(ErrorCode.ABORTED, name + " was interrupted", e);
      }
      if (e.getCause() instanceof Exception failure) {
        throw failure;
      }
      throw new AgentException(ErrorCode.INTERNAL, name + " failed: " + e.getCause(), e);
    } catch (TimeoutException e) {
      answered.set(true);
      throw new AgentException(
          ErrorCode.TIMED_OUT,
          name + " still runs after " + limit.toSeconds() + " s; it goes on in the background",
          e);
    }
  }
}
