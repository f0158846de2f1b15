package io.orchestrator.agent.wire;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How fast a sender may send; may be changed while it does. Usable from any thread. */
public final class RateLimit {
  private static final double BURST_SECONDS = 0.05;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long bytesPerSecond;
  private double owed;
  private long paidAt = System.nanoTime();

  /**
   * A limit.
   *
   * @param bytesPerSecond 0 for none
   */
  public RateLimit(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
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
      bytesPerSecond = newBytesPerSecond;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many more bytes may be sent. */
  void take(int bytes) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      pay();
      while (bytesPerSecond > 0 && owed > bytesPerSecond * BURST_SECONDS) {
        long nanos = (long) (owed / bytesPerSecond * TimeUnit.SECONDS.toNanos(1));
        long unused = changed.awaitNanos(Math.max(nanos, 1));
        pay();
      }
      owed += bytes;
    } finally {
      lock.unlock();
    }
  }

  private void pay() {
    long now = System.nanoTime();
    double seconds = (now - paidAt) / (double) TimeUnit.SECONDS.toNanos(1);
    owed = bytesPerSecond == 0 ? 0 : Math.max(0, owed - seconds * bytesPerSecond);
    paidAt = now;
  }
}
