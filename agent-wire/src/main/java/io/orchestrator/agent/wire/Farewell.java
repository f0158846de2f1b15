package io.orchestrator.agent.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last words of both sides of a session. */
final class Farewell {
  private final SessionState state;
  private final FrameType peersLast;
  private @Nullable LastWords own;
  private boolean ownSent;
  private @Nullable LastWords theirs;

  /**
   * Nothing was said so far.
   *
   * @param peersLast how the other side ends what goes well: DONE or BYE
   */
  Farewell(SessionState state, FrameType peersLast) {
    this.state = state;
    this.peersLast = peersLast;
  }

  /** Says this before all else, on later connections again. */
  void say(LastWords words) {
    state.lock.lock();
    try {
      own = words;
      ownSent = false;
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
  }

  /** With the lock held: what is to be said on this connection, once; first why this side fails. */
  Optional<LastWords> next() {
    state.takeToTell().ifPresent(why -> say(LastWords.failure(why)));
    Optional<LastWords> next = ownSent ? Optional.empty() : Optional.ofNullable(own);
    ownSent = true;
    return next;
  }

  /** With the lock held: a new connection; it has to be said again. */
  void rewind() {
    ownSent = false;
  }

  /**
   * The other side has ended what goes well.
   *
   * @throws FrameException if that is not for it to say, or too early
   */
  void heard(LastWords words) throws FrameException {
    state.lock.lock();
    try {
      boolean tooEarly = peersLast == FrameType.BYE && own == null;
      if (words.type() != peersLast || tooEarly) {
        throw new FrameException("a " + words.type() + " came that does not belong here");
      }
      theirs = words;
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
    if (words.type() == FrameType.BYE) {
      state.finish();
    }
  }

  /**
   * Waits until the other side has said its last.
   *
   * @return empty if the time was over first
   * @throws io.orchestrator.agent.api.AgentException if the session has failed
   */
  Optional<LastWords> awaitTheirs(long nanos) throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      long left = nanos;
      while (theirs == null && left > 0) {
        state.requireGoing();
        left = state.changed.awaitNanos(left);
      }
      return Optional.ofNullable(theirs);
    } finally {
      state.lock.unlock();
    }
  }
}
