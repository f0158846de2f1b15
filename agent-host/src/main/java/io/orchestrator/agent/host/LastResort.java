package io.orchestrator.agent.host;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends the process although a plugin's shutdown hook hangs: the JVM would wait for ever. */
final class LastResort {
  private LastResort() {}

  /** Halts after this time, unless the process has ended by then. */
  static void haltAfter(Duration limit, int status) {
    Thread thread = new Thread(() -> halt(limit, status), "last-resort");
    thread.setDaemon(true);
    thread.start();
  }

  private static void halt(Duration limit, int status) {
    try {
      if (!new CountDownLatch(1).await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println(
            "orchestrator-agent: a shutdown hook, probably of a plugin, has not returned within "
                + limit.toSeconds()
                + " s; ended without it");
        Runtime.getRuntime().halt(status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
