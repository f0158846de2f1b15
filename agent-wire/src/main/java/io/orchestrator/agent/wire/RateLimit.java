package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** How fast a sender may send; may be changed while it does. Usable from any thread. */
public final class RateLimit {
  private static final double BURST_SECONDS = 0.05;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long bytesPerSecond;
  private final LongSupplier clock;
  private double owed;
  private long paidAt;

  /**
   * A limit.
   *
   * @param bytesPerSecond 0 for none
   */
  public RateLimit(long bytesPerSecond) {
    this(bytesPerSecond, System::nanoTime);
  }

  /**
   * A limit with a clock of its own.
   *
   * @param clock nanoseconds
   */
  RateLimit(long bytesPerSecond, LongSupplier clock) {
    this.bytesPerSecond = valid(bytesPerSecond);
    this.clock = clock;
    this.paidAt = clock.getAsLong();
  }

  private static long valid(long bytesPerSecond) {
    if (bytesPerSecond < 0) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "The rate limit must be 0 or more bytes a second, not " + bytesPerSecond);
    }
    return bytesPerSecond;
  }

  /** Bytes a second; 0 for no limit. */
  public long bytesPerSecond() {
    lock.lock();
    try {
      return bytesPerSecond;
    } finally {
      lock.unlock();
    }
  }

  /** Changes it, for what is being sent as well; 0 for no limit. */
  public void change(long newBytesPerSecond) {
    lock.lock();
    try {
      pay();
      bytesPerSecond = valid(newBytesPerSecond);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many more bytes may be sent. */
  void take(int bytes) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long nanos = closedFor(); nanos > 0; nanos = closedFor()) {
        long unused = changed.awaitNanos(nanos);
      }
      owed += bytes;
    } finally {
      lock.unlock();
    }
  }

  /** How long nobody may send anything from now on; 0 if somebody may. In nanoseconds. */
  long closedFor() {
    lock.lock();
    try {
      pay();
      if (bytesPerSecond == 0 || owed <= bytesPerSecond * BURST_SECONDS) {
        return 0;
      }
      return Math.max(1, (long) (owed / bytesPerSecond * TimeUnit.SECONDS.toNanos(1)));
    } finally {
      lock.unlock();
    }
  }

  private void pay() {
    long now = clock.getAsLong();
    double seconds = (now - paidAt) / (double) TimeUnit.SECONDS.toNanos(1);
    owed = bytesPerSecond == 0 ? 0 : Math.max(0, owed - seconds * bytesPerSecond);
    paidAt = now;
  }
}
