package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
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
  private boolean toTell;
  private boolean failedThere;
  private boolean peerLost;

  /** Ends it with this failure, of which the other side is told; unless it is over already. */
  void fail(AgentException why) {
    end(why, true, false);
  }

  /** Ends it with a failure that the other side has told of; unless it is over already. */
  void failedThere(AgentException why) {
    end(why, false, false);
  }

  /** Ends it for the other side has not come back; unless it is over already. */
  void lost(AgentException why) {
    end(why, true, true);
  }

  /** Ends it well, unless it is over already. */
  void finish() {
    end(null, false, false);
  }

  private void end(@Nullable AgentException why, boolean tell, boolean lost) {
    List<Runnable> actions;
    lock.lock();
    try {
      if (over) {
        return;
      }
      over = true;
      failure = why;
      toTell = tell;
      peerLost = lost;
      failedThere = why != null && !tell;
      actions = List.copyOf(atEnd);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    actions.forEach(Runnable::run);
  }

  /** What runs on a thread of the session's own. */
  interface Work {
    /** Runs until the session is over, or as long as it can. */
    void run() throws InterruptedException;
  }

  /** Runs it; what it throws ends the session, so that nobody waits for a thread that is gone. */
  @SuppressWarnings("CatchingUnchecked") // a plugin's sink may throw whatever it likes
  void run(Work work) {
    try {
      work.run();
    } catch (AgentException e) {
      fail(e);
    } catch (InterruptedException e) {
      fail(new AgentException(ErrorCode.ABORTED, "The seed's connection was ended", e));
    } catch (RuntimeException | Error e) {
      fail(new AgentException(ErrorCode.INTERNAL, "The seed's connection broke: " + e, e));
    }
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

  /** Has the other side told that it has failed? */
  boolean hasFailedThere() {
    lock.lock();
    try {
      return failedThere;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Requires that it goes on, or that the other side has not come back and was not told that it has
   * failed. Then it never will be.
   *
   * @return whether it goes on
   */
  boolean requireGoingOrGone() {
    lock.lock();
    try {
      if (peerLost && toTell) {
        toTell = false;
        return false;
      }
      requireGoing();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** With the lock held: the failure that the other side is to be told of, once. */
  Optional<AgentException> takeToTell() {
    Optional<AgentException> why = toTell ? Optional.ofNullable(failure) : Optional.empty();
    toTell = false;
    return why;
  }

  /** With the lock held: throws, from the caller's place, if it is over. */
  void requireGoing() {
    requireNoFailure();
    if (over) {
      throw new AgentException(ErrorCode.PEER_FAILED, "The seed's connection is over");
    }
  }

  /** With the lock held: throws the failure, if there is one, from the caller's place. */
  void requireNoFailure() {
    if (failure != null) {
      throw new AgentException(failure.code(), failure.getMessage(), failure);
    }
  }
}
