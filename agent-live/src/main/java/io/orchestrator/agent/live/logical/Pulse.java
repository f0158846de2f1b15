package io.orchestrator.agent.live.logical;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The target's word to the source that it lives: a byte when it is ready, and one a second from
 * then on. A source whose target loads slowly can send nothing, and would take itself for stuck;
 * the target watches itself.
 */
public final class Pulse implements AutoCloseable {
  static final int BEAT = 'B';
  private static final long EVERY_MILLIS = 1000;

  private final OutputStream wire;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Writes to the wire, from {@link #start} on. */
  public Pulse(OutputStream wire) {
    this.wire = wire;
  }

  /** The target is ready. */
  public void start() {
    Thread thread = new Thread(this::beat, "seed-pulse");
    thread.setDaemon(true);
    thread.start();
  }

  private void beat() {
    try {
      do {
        wire.write(BEAT);
        wire.flush();
      } while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException failed) {
      // Who reads from the wire is told as well, and can say it.
    }
  }

  /** It beats no more. An interrupt could come in the middle of a write, and cut the connection. */
  @Override
  public void close() {
    closed.countDown();
  }
}
