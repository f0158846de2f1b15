package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whether a session goes on, and the one lock under which its parts change. The first failure
 * stays; everybody who waits is woken by it.
 */
final class SessionState {
  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();

  private final List<Runnable> atEnd = new ArrayList<>();
  private @Nullable AgentException failure;
  private boolean over;

  /** Ends it with this failure, unless it is over already. */
  void fail(AgentException why) {
    end(why);
  }

  /** Ends it well, unless it is over already. */
  void finish() {
    end(null);
  }

  private void end(@Nullable AgentException why) {
    List<Runnable> actions;
    lock.lock();
    try {
      if (over) {
        return;
      }
      over = true;
      failure = why;
      actions = List.copyOf(atEnd);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    actions.forEach(Runnable::run);
  }

  /** Something that happens at the end, until it is taken back. */
  interface AtEnd extends AutoCloseable {
    @Override
    void close();
  }

  /** Runs this when it ends, or at once if it has. */
  AtEnd whenOver(Runnable action) {
    boolean now;
    lock.lock();
    try {
      now = over;
      if (!now) {
        atEnd.add(action);
      }
    } finally {
      lock.unlock();
    }
    if (now) {
      action.run();
    }
    return () -> takeBack(action);
  }

  private void takeBack(Runnable action) {
    lock.lock();
    try {
      atEnd.remove(action);
    } finally {
      lock.unlock();
    }
  }

  /** Wakes everybody who waits, to look again. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  Optional<AgentException> failure() {
    lock.lock();
    try {
      return Optional.ofNullable(failure);
    } finally {
      lock.unlock();
    }
  }

  /** With the lock held: throws the failure, if there is one, from the caller's place. */
  void requireGoing() {
    if (failure != null) {
      throw new AgentException(failure.code(), failure.getMessage(), failure);
    }
  }
}
