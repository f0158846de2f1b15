package io.orchestrator.agent.live.logical;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The target's word to the source that it lives: a byte a second, another one from when it is
 * ready. A source whose target makes its server or loads slowly can send nothing, and would take
 * itself for stuck; the target watches itself.
 */
public final class Pulse implements AutoCloseable {
  static final int PREPARING = 'P';
  static final int BEAT = 'B';
  private static final long EVERY_MILLIS = 1000;

  private final OutputStream wire;
  private final Semaphore changed = new Semaphore(0);
  private volatile boolean ready;
  private volatile boolean closed;

  /** Writes to the wire, from {@link #start} on. */
  public Pulse(OutputStream wire) {
    this.wire = wire;
  }

  /** The target prepares itself. */
  public void start() {
    Thread thread = new Thread(this::beat, "seed-pulse");
    thread.setDaemon(true);
    thread.start();
  }

  /** The target is ready. */
  public void ready() {
    ready = true;
    changed.release();
  }

  private void beat() {
    try {
      while (!closed) {
        wire.write(ready ? BEAT : PREPARING);
        wire.flush();
        boolean unused = changed.tryAcquire(EVERY_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException failed) {
      // Who reads from the wire is told as well, and can say it.
    }
  }

  /** It beats no more. An interrupt could come in the middle of a write, and cut the connection. */
  @Override
  public void close() {
    closed = true;
    changed.release();
  }
}
