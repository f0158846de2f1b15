package io.orchestrator.agent.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * Tells the other side that work goes on while nothing else is said, once a second: or it would
 * take this one for stuck, which lists, measures or looks at a million files.
 */
final class Beats {
  private static final long EVERY = TimeUnit.SECONDS.toNanos(1);

  private final OutputStream out;
  private final Progress progress;
  private long next = System.nanoTime();

  Beats(OutputStream out, Progress progress) {
    this.out = out;
    this.progress = progress;
  }

  /** A part of the work is done. */
  void beat() throws IOException {
    progress.moved();
    if (System.nanoTime() - next >= 0) {
      next = System.nanoTime() + EVERY;
      out.write(Format.WORKING);
      out.flush();
    }
  }
}
