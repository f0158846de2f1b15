package io.orchestrator.agent.host.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Moves what one command writes to what another one reads, on a thread of its own. */
final class Pump {
  private static final int BUFFER = 64 << 10;

  private final FutureTask<Optional<IOException>> work;

  private Pump(InputStream from, OutputStream to, Runnable onFailure) {
    work = new FutureTask<>(() -> move(from, to, onFailure));
  }

  /**
   * Starts one that closes neither end.
   *
   * @param onFailure called on the pump's thread when an end is broken
   */
  static Pump start(String threadName, InputStream from, OutputStream to, Runnable onFailure) {
    Pump pump = new Pump(from, to, onFailure);
    Thread thread = new Thread(pump.work, threadName);
    thread.setDaemon(true);
    thread.start();
    return pump;
  }

  /** Waits until all is moved; returns what broke an end. */
  Optional<IOException> awaitEnd() throws InterruptedException {
    try {
      return work.get();
    } catch (ExecutionException defect) {
      throw new IllegalStateException(defect.getCause());
    }
  }

  private static Optional<IOException> move(InputStream from, OutputStream to, Runnable onFailure) {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        to.write(buffer, 0, count);
      }
      to.flush();
      return Optional.empty();
    } catch (IOException broken) {
      onFailure.run();
      return Optional.of(broken);
    }
  }
}
