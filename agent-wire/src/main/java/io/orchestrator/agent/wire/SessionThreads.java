package io.orchestrator.agent.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The threads of one session; all end with it. */
final class SessionThreads implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<Thread> threads = new ArrayList<>();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, task -> daemon("seed-timer", task));

  private final ExecutorService pings =
      Executors.newCachedThreadPool(task -> daemon("seed-ping", task));

  SessionThreads() {
    // Else what was met in time keeps its connection in memory until the time is over.
    timer.setRemoveOnCancelPolicy(true);
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /** For what may block, a little and rarely. */
  ExecutorService pings() {
    return pings;
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
    pings.shutdownNow();
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
