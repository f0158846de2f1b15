package io.orchestrator.agent.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Ordered bytes from the other side. */
final class OrderedInput extends InputStream {
  private final SessionState state;
  private final Deque<OrderedOutput.Chunk> arrived = new ArrayDeque<>();
  private long expected;
  private long read;
  private boolean ended;

  OrderedInput(SessionState state) {
    this.state = state;
  }

  /**
   * A frame has come. One that came before the connection was cut is dropped.
   *
   * @param bytes not used by anybody else from now on
   * @return whether it was a new one
   * @throws FrameException if one before it is missing, or there are more than may be under way
   */
  boolean arrived(long number, ByteBuffer bytes, boolean end) throws FrameException {
    state.lock.lock();
    try {
      if (number > expected || (number == expected && arrived.size() >= OrderedOutput.WINDOW)) {
        throw new FrameException("ordered bytes came out of their order");
      }
      if (number == expected) {
        expected++;
        arrived.addLast(new OrderedOutput.Chunk(number, bytes, end));
        state.changed.signalAll();
        return true;
      }
      return false;
    } finally {
      state.lock.unlock();
    }
  }

  /** With the lock held: all frames below this number have been read. */
  long readBelow() {
    return read;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    state.lock.lock();
    try {
      while (!ended) {
        state.requireNoFailure();
        while (arrived.isEmpty()) {
          state.requireGoing();
          state.changed.await();
        }
        OrderedOutput.Chunk first = arrived.getFirst();
        int now = Math.min(length, first.bytes().remaining());
        first.bytes().get(into, offset, now);
        if (!first.bytes().hasRemaining()) {
          arrived.removeFirst();
          read++;
          ended = first.end();
          state.changed.signalAll();
        }
        if (now > 0) {
          return now;
        }
      }
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while nothing came from the other side");
    } finally {
      state.lock.unlock();
    }
  }

  @Override
  public int available() {
    state.lock.lock();
    try {
      return arrived.isEmpty() ? 0 : arrived.getFirst().bytes().remaining();
    } finally {
      state.lock.unlock();
    }
  }
}
