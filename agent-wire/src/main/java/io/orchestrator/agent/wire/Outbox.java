package io.orchestrator.agent.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Blocks on their way: those that wait for a lane, and those that a lane has sent. What was sent
 * stays with its lane, also if its connection is lost: the receiver handles a lane's connections
 * one after the other, so that no late copy of a block can come after its acknowledgement.
 */
final class Outbox {
  /** Per lane: enough to keep a fast and distant target busy. */
  private static final int MOST_SENT = 64;

  private static final int MOST_WAITING = 8;

  /** Blocks that take memory, be it for what their content is made of, in all. */
  private static final int MOST_BYTES = 8;

  private final SessionState state;
  private final Deque<OutBlock> waiting = new ArrayDeque<>();
  private final Map<Integer, Sent> lanes = new HashMap<>();
  private int unacknowledged;
  private int bytesBlocks;

  /** What one lane has sent and not seen acknowledged. */
  private static final class Sent {
    private final Deque<OutBlock> onThisConnection = new ArrayDeque<>();
    private final Deque<OutBlock> onLostOnes = new ArrayDeque<>();
  }

  Outbox(SessionState state) {
    this.state = state;
  }

  /** Adds one; waits for room. */
  void put(OutBlock block) throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      state.requireGoing();
      while (waiting.size() >= MOST_WAITING || (inMemory(block) && bytesBlocks >= MOST_BYTES)) {
        state.changed.await();
        state.requireGoing();
      }
      waiting.addLast(block);
      unacknowledged++;
      bytesBlocks += inMemory(block) ? 1 : 0;
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
  }

  private static boolean inMemory(OutBlock block) {
    return !(block instanceof OutBlock.FilePart);
  }

  /**
   * The next block for a lane, which has sent it from now on.
   *
   * @return empty if the link is closed or the session over
   */
  Optional<OutBlock> take(int lane, Link link) throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      Sent mine = sent(lane);
      while (!state.isOver() && !link.isClosed()) {
        Deque<OutBlock> from = mine.onLostOnes.isEmpty() ? waiting : mine.onLostOnes;
        if (!from.isEmpty() && mine.onThisConnection.size() < MOST_SENT) {
          OutBlock block = from.removeFirst();
          mine.onThisConnection.addLast(block);
          state.changed.signalAll();
          return Optional.of(block);
        }
        state.changed.await();
      }
      return Optional.empty();
    } finally {
      state.lock.unlock();
    }
  }

  private Sent sent(int lane) {
    return lanes.computeIfAbsent(lane, key -> new Sent());
  }

  /**
   * The oldest block that this lane has sent on its connection was taken.
   *
   * @throws FrameException if it has sent none
   */
  void acknowledged(int lane) throws FrameException {
    state.lock.lock();
    try {
      OutBlock taken = sent(lane).onThisConnection.pollFirst();
      if (taken == null) {
        throw new FrameException("a block was acknowledged that was never sent");
      }
      unacknowledged--;
      bytesBlocks -= inMemory(taken) ? 1 : 0;
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
  }

  /** A lane has lost its connection: it has to send again what it had sent, first of all. */
  void connectionLost(int lane) {
    state.lock.lock();
    try {
      Sent mine = sent(lane);
      while (!mine.onThisConnection.isEmpty()) {
        mine.onLostOnes.addFirst(mine.onThisConnection.removeLast());
      }
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
  }

  /** Waits until every block is acknowledged. */
  void awaitEmpty() throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      state.requireGoing();
      while (unacknowledged > 0) {
        state.changed.await();
        state.requireGoing();
      }
    } finally {
      state.lock.unlock();
    }
  }
}
