package io.orchestrator.agent.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Ordered bytes to the other side: frames that are kept until they have been read there. */
final class OrderedOutput extends OutputStream {
  /** How many frames may be on their way; the other side keeps that many. */
  static final int WINDOW = 32;

  /** A frame of them. */
  record Chunk(long number, ByteBuffer bytes, boolean end) {}

  private final SessionState state;
  private final Deque<Chunk> unread = new ArrayDeque<>();
  private final ByteBuffer filling = ByteBuffer.allocate(FrameHeader.MAX_ORDERED);
  private long nextNumber;
  private long nextToSend;
  private long sentBelow;
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
    if (closed) {
      throw new IOException("the stream to the other side is closed");
    }
    int done = 0;
    while (done < length) {
      if (!filling.hasRemaining()) {
        flush();
      }
      int now = Math.min(length - done, filling.remaining());
      filling.put(bytes, offset + done, now);
      done += now;
    }
  }

  @Override
  public void flush() throws IOException {
    if (filling.position() > 0) {
      enqueue(false);
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      flush();
      enqueue(true);
      closed = true;
    }
  }

  /** Nothing is lost if it is interrupted: what was written so far is still to be flushed. */
  private void enqueue(boolean end) throws IOException {
    state.lock.lock();
    try {
      state.requireGoing();
      while (unread.size() >= WINDOW) {
        state.changed.await();
        state.requireGoing();
      }
      ByteBuffer bytes = ByteBuffer.allocate(filling.position()).put(filling.flip()).flip();
      filling.clear();
      unread.addLast(new Chunk(nextNumber++, bytes, end));
      state.changed.signalAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the other side did not read");
    } finally {
      state.lock.unlock();
    }
  }

  /** With the lock held: the next one to be sent on this connection; empty if there is none. */
  Optional<Chunk> next() {
    Optional<Chunk> next =
        unread.stream().filter(chunk -> chunk.number() >= nextToSend).findFirst();
    next.ifPresent(
        chunk -> {
          nextToSend = chunk.number() + 1;
          sentBelow = Math.max(sentBelow, nextToSend);
        });
    return next;
  }

  /** With the lock held: a new connection; what was not read has to be sent again. */
  void rewind() {
    nextToSend = 0;
  }

  /** All frames below this number have been read; was that news? */
  boolean read(long below) throws FrameException {
    state.lock.lock();
    try {
      if (below > sentBelow) {
        throw new FrameException("ordered bytes were acknowledged that were never sent");
      }
      boolean news = false;
      while (!unread.isEmpty() && unread.getFirst().number() < below) {
        unread.removeFirst();
        news = true;
      }
      state.changed.signalAll();
      return news;
    } finally {
      state.lock.unlock();
    }
  }
}
