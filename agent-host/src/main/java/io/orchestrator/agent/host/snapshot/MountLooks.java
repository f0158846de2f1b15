package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The agent's own looks into what is mounted. Measuring it can take long and has folders open
 * meanwhile, with which nothing can be unmounted.
 */
final class MountLooks {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Set<Thread> looking = new HashSet<>();
  private final Set<Thread> ended = new HashSet<>();
  private boolean closed;

  /** Something that takes time. */
  interface Action<T> {
    T run() throws InterruptedException;
  }

  /**
   * Looks into the mount.
   *
   * @throws AgentException {@code CONFLICT} if it is being unmounted; a look that has begun is
   *     interrupted for that
   */
  <T> T look(Action<T> action) throws InterruptedException {
    begin();
    boolean wasEnded = false;
    try {
      return action.run();
    } catch (InterruptedException interrupted) {
      wasEnded = end();
      if (wasEnded) {
        throw unmounting();
      }
      throw interrupted;
    } finally {
      if (!wasEnded) {
        end();
      }
    }
  }

  private synchronized void begin() {
    if (closed) {
      throw unmounting();
    }
    looking.add(Thread.currentThread());
  }

  /** Was it ended by another thread? */
  private synchronized boolean end() {
    Thread self = Thread.currentThread();
    looking.remove(self);
    notifyAll();
    boolean wasEnded = ended.remove(self);
    if (wasEnded) {
      // The interrupt was for the look alone.
      Thread.interrupted();
    }
    return wasEnded;
  }

  private static AgentException unmounting() {
    return new AgentException(
        ErrorCode.CONFLICT,
        "Could not look into what is mounted: it is being unmounted; ask again");
  }

  /** Does something while nobody looks. One caller at a time. */
  <T> T without(Action<T> action) throws InterruptedException {
    try {
      endAll();
      return action.run();
    } finally {
      open();
    }
  }

  private synchronized void endAll() throws InterruptedException {
    closed = true;
    ended.addAll(looking);
    looking.forEach(Thread::interrupt);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long left = PATIENCE.toMillis();
    while (!looking.isEmpty() && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
  }

  private synchronized void open() {
    closed = false;
  }
}
