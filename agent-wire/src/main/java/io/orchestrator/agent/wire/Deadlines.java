package io.orchestrator.agent.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections that have not come to their point in time: blocking channels know no limit.
 */
final class Deadlines {
  private static final Logger log = LoggerFactory.getLogger(Deadlines.class);

  private final ScheduledExecutorService timer;

  Deadlines(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** The time that something has. */
  static final class Deadline implements AutoCloseable {
    private static final int RUNS = 0;
    private static final int MET = 1;
    private static final int MISSED = 2;

    private final Closeable connection;
    private final Duration limit;
    private final long begun = System.nanoTime();
    private final AtomicInteger course = new AtomicInteger(RUNS);
    private final ScheduledFuture<?> expiry;

    private Deadline(Closeable connection, Duration limit, ScheduledExecutorService timer) {
      this.connection = connection;
      this.limit = limit;
      this.expiry = timer.schedule(this::expire, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the time now, unless it was met. */
    void expire() {
      if (course.compareAndSet(RUNS, MISSED)) {
        try {
          connection.close();
        } catch (IOException e) {
          log.debug("Closing a connection failed", e);
        }
      }
    }

    /** It has come to its point. */
    void requireTime() throws SocketTimeoutException {
      if (!course.compareAndSet(RUNS, MET)) {
        boolean late = System.nanoTime() - begun >= limit.toNanos();
        throw new SocketTimeoutException(
            late
                ? "it did not greet within " + limit.toMillis() / 1000.0 + " s"
                : "it was closed before it had greeted, to make room or because the seed ended");
      }
    }

    @Override
    public void close() {
      course.compareAndSet(RUNS, MET);
      expiry.cancel(false);
    }
  }

  Deadline closeAfter(Closeable connection, Duration limit) {
    return new Deadline(connection, limit, timer);
  }
}
