package io.orchestrator.agent.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads a pipe to its end on a thread of its own, so that no command waits for its reader. */
final class PipeReader {
  private final InputStream pipe;
  private final KeptOutput kept;
  private final Runnable onTooMuch;
  private final CountDownLatch end = new CountDownLatch(1);

  PipeReader(InputStream pipe, KeptOutput kept, Runnable onTooMuch) {
    this.pipe = pipe;
    this.kept = kept;
    this.onTooMuch = onTooMuch;
  }

  void begin(String threadName) {
    Thread thread = new Thread(this::read, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    byte[] buffer = new byte[8192];
    boolean told = false;
    try {
      for (int length = pipe.read(buffer); length >= 0; length = pipe.read(buffer)) {
        kept.add(buffer, length);
        if (kept.isTooLong() && !told) {
          told = true;
          onTooMuch.run();
        }
      }
    } catch (IOException closed) {
      // The process has ended: what was read until now is its output.
    } finally {
      end.countDown();
    }
  }

  /** A process that got away may hold the pipe open for ever: waits for one second at most. */
  void awaitEnd() {
    try {
      boolean unused = end.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
