package io.orchestrator.agent.testkit.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A call on a thread of its own, and how it has ended. */
final class CallOutcome {
  /** A verb of a service manager. */
  interface Verb {
    void run() throws InterruptedException;
  }

  private final Thread thread;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile String text = "no end";

  private CallOutcome(Verb verb, boolean interrupted) {
    thread = new Thread(() -> run(verb, interrupted), "contract-call");
    thread.setDaemon(true);
    thread.start();
  }

  static CallOutcome of(Verb verb) {
    return new CallOutcome(verb, false);
  }

  /** Its thread is interrupted before the call. */
  static CallOutcome ofInterrupted(Verb verb) {
    return new CallOutcome(verb, true);
  }

  private void run(Verb verb, boolean interrupted) {
    try {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      verb.run();
      text = "success";
    } catch (InterruptedException stopped) {
      text = "InterruptedException";
    } catch (RuntimeException failed) {
      text = failed.toString();
    } finally {
      over.countDown();
    }
  }

  boolean endsWithin(Duration limit) throws InterruptedException {
    return over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  void interrupt() {
    thread.interrupt();
  }

  /** "success", or what was thrown. */
  String text() {
    return text;
  }
}
