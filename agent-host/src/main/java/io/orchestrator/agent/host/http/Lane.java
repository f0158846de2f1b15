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
 * Runs calls so that each is answered before orchestrator stops waiting at 60 s, a bounded number
 * at a time.
 */
final class Lane {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  /** What becomes of a call that takes too long. */
  enum Overdue {
    /** It is interrupted: nobody needs the answer any more. */
    ENDS,
    /**
     * It goes on; whoever depends on its end is protected by locks and marks, not by the answer.
     */
    GOES_ON
  }

  private final int most;
  private final Semaphore places;
  private final Duration limit;
  private final Overdue overdue;

  Lane(int most, Duration limit, Overdue overdue) {
    this.most = most;
    this.places = new Semaphore(most);
    this.limit = limit;
    this.overdue = overdue;
  }

  /**
   * Runs it on a thread of its own and waits.
   *
   * @throws AgentException {@code RESOURCES_EXHAUSTED} if the lane is full; {@code TIMED_OUT} at
   *     the limit
   */
  Answer run(String name, Callable<Answer> call) throws Exception {
    if (!places.tryAcquire()) {
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED,
          name + " was refused: " + most + " calls are being answered already; try again later");
    }
    AtomicBoolean answered = new AtomicBoolean();
    // The place is free when the call has really ended, not when its caller was answered.
    Callable<Answer> placed =
        () -> {
          try {
            return call.call();
          } catch (Exception | Error e) {
            if (answered.get() && overdue == Overdue.GOES_ON) {
              log.error("{} has failed in the background: {}", name, e.getMessage(), e);
            }
            throw e;
          } finally {
            places.release();
          }
        };
    FutureTask<Answer> task = new FutureTask<>(placed);
    Thread thread = new Thread(task, "call-" + name);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      places.release();
      throw new AgentException(ErrorCode.RESOURCES_EXHAUSTED, "Could not start a thread", e);
    }
    return answer(name, task, thread, answered);
  }

  private Answer answer(String name, FutureTask<Answer> task, Thread thread, AtomicBoolean answered)
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
      if (overdue == Overdue.ENDS) {
        thread.interrupt();
      }
      throw new AgentException(
          ErrorCode.TIMED_OUT,
          name
              + " is not done after "
              + limit.toSeconds()
              + (overdue == Overdue.ENDS ? " s" : " s; it goes on in the background"),
          e);
    }
  }
}
