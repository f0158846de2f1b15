package io.orchestrator.agent.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The threads of one session; all end with it. */
final class SessionThreads implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<Thread> threads = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(2, task -> daemon("seed-timer", task));

  ScheduledExecutorService timer() {
    return timer;
  }

  synchronized void start(String name, Runnable work) {
    Thread thread = daemon(name, work);
    threads.add(thread);
    thread.start();
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Ends them; waits a little until they have ended. */
  @Override
  public void close() {
    timer.shutdownNow();
    List<Thread> all;
    synchronized (this) {
      all = List.copyOf(threads);
    }
    all.forEach(Thread::interrupt);
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (Thread thread : all) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left > 0 && thread != Thread.currentThread()) {
          thread.join(left);
        }
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
