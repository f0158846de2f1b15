package io.orchestrator.agent.host.orchestrator;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one registration's steps until it is stopped. */
final class RegistrationThread {
  private static final Logger LOG = LoggerFactory.getLogger(RegistrationThread.class);

  private final OrchestratorClient client;
  private final Registration registration;
  private final Pace pace;
  private final Thread thread;
  private volatile boolean stopping;

  RegistrationThread(OrchestratorClient client, Registration registration, Pace pace) {
    this.client = client;
    this.registration = registration;
    this.pace = pace;
    this.thread = new Thread(this::run, "orchestrator-" + client.server().getAuthority());
    thread.setDaemon(true);
  }

  Registration registration() {
    return registration;
  }

  void start() {
    thread.start();
  }

  /** Breaks off whatever it does; returns at once. */
  void stop() {
    stopping = true;
    client.cancel();
    thread.interrupt();
  }

  /** Waits for its end. */
  void join(Duration limit) throws InterruptedException {
    thread.join(Math.max(1, limit.toMillis()));
  }

  private void run() {
    try {
      Thread.sleep(pace.beforeFirst().toMillis());
      while (!stopping) {
        Thread.sleep(step().toMillis());
      }
    } catch (InterruptedException stopped) {
      LOG.debug("{}: stopped", client.server());
    }
  }

  /** A defect must not end the heartbeats. */
  private Duration step() {
    try {
      return registration.step();
    } catch (RuntimeException defect) {
      LOG.error("{}: the registration failed by a defect of the agent", client.server(), defect);
      return pace.untilPoll();
    }
  }
}
