package io.orchestrator.agent.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Blocks on their way: those that wait for a lane, and those that a lane has sent. */
final class Outbox {
  /** Per lane: enough to keep a fast and distant target busy. */
  private static final int MOST_SENT = 64;

  private static final int MOST_WAITING = 8;

  /** Blocks that take memory, in all. */
  private static final int MOST_BYTES = 8;

  private final SessionState state;
  private final Deque<OutBlock> waiting = new ArrayDeque<>();
  private final Map<Integer, Deque<OutBlock>> sent = new HashMap<>();
  private int unacknowledged;
  private int bytesBlocks;

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
    return block instanceof OutBlock.Bytes;
  }

  /**
   * The next block for a lane, which has sent it from now on.
   *
   * @return empty if the link is closed or the session over
   */
  Optional<OutBlock> take(int lane, Link link) throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      Deque<OutBlock> mine = sent.computeIfAbsent(lane, key -> new ArrayDeque<>());
      while (!state.isOver() && !link.isClosed()) {
        if (!waiting.isEmpty() && mine.size() < MOST_SENT) {
          OutBlock block = waiting.removeFirst();
          mine.addLast(block);
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

  /**
   * The oldest block that this lane has sent was taken.
   *
   * @throws FrameException if it has sent none
   */
  void acknowledged(int lane) throws FrameException {
    state.lock.lock();
    try {
      Deque<OutBlock> mine = sent.getOrDefault(lane, new ArrayDeque<>());
      OutBlock taken = mine.pollFirst();
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

  /** A lane has lost its connection: what it had sent has to be sent again, first of all. */
  void giveBack(int lane) {
    state.lock.lock();
    try {
      Deque<OutBlock> mine = sent.getOrDefault(lane, new ArrayDeque<>());
      while (!mine.isEmpty()) {
        waiting.addFirst(mine.removeLast());
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
