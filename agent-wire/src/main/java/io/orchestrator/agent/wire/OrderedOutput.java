package io.orchestrator.agent.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Ordered bytes to the other side: frames that are kept until they have been read there. */
final class OrderedOutput extends OutputStream {
  /** How many frames may be on their way; the other side keeps that many. */
  static final int WINDOW = 32;

  /** A frame of them. */
  record Chunk(long number, ByteBuffer bytes, boolean end) {}

  private final SessionState state;
  private final Deque<Chunk> unread = new ArrayDeque<>();
  private ByteBuffer filling = ByteBuffer.allocate(FrameHeader.MAX_ORDERED);
  private long nextNumber;
  private long nextToSend;
  private boolean closed;

  OrderedOutput(SessionState state) {
    this.state = state;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int now = Math.min(length - done, filling.remaining());
      filling.put(bytes, offset + done, now);
      done += now;
      if (!filling.hasRemaining()) {
        flush();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    if (filling.position() > 0) {
      ByteBuffer full = filling.flip();
      filling = ByteBuffer.allocate(FrameHeader.MAX_ORDERED);
      enqueue(full, false);
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      flush();
      closed = true;
      enqueue(ByteBuffer.allocate(0), true);
    }
  }

  private void enqueue(ByteBuffer bytes, boolean end) throws IOException {
    state.lock.lock();
    try {
      state.requireGoing();
      while (unread.size() >= WINDOW) {
        state.changed.await();
        state.requireGoing();
      }
      unread.addLast(new Chunk(nextNumber++, bytes, end));
      state.changed.signalAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the other side did not read");
    } finally {
      state.lock.unlock();
    }
  }

  /** With the lock held: the next one to be sent on this connection, null if there is none. */
  @org.jspecify.annotations.Nullable
  Chunk next() {
    for (Chunk chunk : unread) {
      if (chunk.number() == nextToSend) {
        nextToSend++;
        return chunk;
      }
    }
    return null;
  }

  /** With the lock held: a new connection; what was not read has to be sent again. */
  void rewind() {
    nextToSend = unread.isEmpty() ? nextNumber : unread.getFirst().number();
  }

  /** All frames below this number have been read. */
  void read(long below) throws FrameException {
    state.lock.lock();
    try {
      if (below > nextToSend) {
        throw new FrameException("ordered bytes were acknowledged that were never sent");
      }
      while (!unread.isEmpty() && unread.getFirst().number() < below) {
        unread.removeFirst();
      }
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
  }

  /** Waits until all of it has been read. */
  void awaitRead() throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      state.requireGoing();
      while (!unread.isEmpty()) {
        state.changed.await();
        state.requireGoing();
      }
    } finally {
      state.lock.unlock();
    }
  }
}
