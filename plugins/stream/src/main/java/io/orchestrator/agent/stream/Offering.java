package io.orchestrator.agent.stream;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tells the source what the target has already, file by file in the order in which they are sent,
 * on a thread of its own while contents come. The source reads no faster than it sends, which holds
 * this back.
 */
final class Offering implements AutoCloseable {
  /** 256 hashes, of 16 parts. */
  private static final int BUFFER = 4096;

  private static final long FLUSH_EVERY = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final EntryList list;
  private final Bases bases;
  private final DataOutputStream out;
  private final Progress progress;
  private final Chunks chunks = new Chunks();
  private final ByteBuffer chunk = ByteBuffer.allocate(Chunks.CHUNK);
  private final Thread owner = Thread.currentThread();
  private final Thread thread = new Thread(this::run, "stream-offer");
  private long nextFlush = System.nanoTime() + FLUSH_EVERY;
  private volatile Optional<RuntimeException> failure = Optional.empty();
  private volatile boolean closed;

  /**
   * Prepares it.
   *
   * @param out nobody else's from {@link #start} on
   */
  Offering(EntryList list, Bases bases, OutputStream out, Progress progress) {
    this.list = list;
    this.bases = bases;
    this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER));
    this.progress = progress;
    thread.setDaemon(true);
  }

  /** Starts, if there is anything. */
  void start() {
    if (!bases.areNone()) {
      thread.start();
    }
  }

  /** Throws what has failed, for which the thread that made this is interrupted. */
  void requireGood() {
    if (failure.isPresent()) {
      boolean unused = Thread.interrupted();
      throw failure.get();
    }
  }

  private void run() {
    try {
      SendOrder.forEach(
          list,
          (number, entry) -> {
            try (Basis basis = bases.offer(number, entry)) {
              tell(entry, basis);
            }
          });
      out.flush();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException failed) {
      fail(
          failed instanceof RuntimeException known
              ? known
              : new IllegalStateException("Telling the source what is there failed", failed));
    }
  }

  private void fail(RuntimeException why) {
    if (!closed) {
      failure = Optional.of(why);
      owner.interrupt();
    }
  }

  private void tell(Entry entry, Basis basis) throws IOException {
    out.writeByte(basis.isEmpty() ? Format.NO_BASIS : Format.BASIS);
    if (!basis.isEmpty()) {
      long count = basis.chunks(entry.size());
      out.writeLong(count);
      for (long number = 0; number < count; number++) {
        tell(basis, number * Chunks.CHUNK, entry.size());
      }
    }
    flushNowAndThen();
  }

  private void tell(Basis basis, long position, long size) throws IOException {
    chunk.clear().limit((int) Math.min(Chunks.CHUNK, size - position));
    out.write(basis.read(position, chunk) ? chunks.hash(chunk) : Chunks.NOTHING);
    progress.moved();
    flushNowAndThen();
  }

  private void flushNowAndThen() throws IOException {
    if (System.nanoTime() - nextFlush >= 0) {
      out.flush();
      nextFlush = System.nanoTime() + FLUSH_EVERY;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    if (failure.isPresent()) {
      boolean unused = Thread.interrupted();
    }
  }
}
