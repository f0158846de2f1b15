package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thing at a time happen to this host's snapshots. */
final class SnapshotLock {
  private static final int PATIENCE_SECONDS = 40;

  private final ReentrantLock lock = new ReentrantLock(true);

  @Inject
  SnapshotLock() {}

  /** What happens alone. */
  interface Action<T> {
    T run() throws InterruptedException;
  }

  /**
   * Waits for its turn.
   *
   * @throws AgentException {@code CONFLICT} if it does not come in time
   */
  <T> T alone(Action<T> action) throws InterruptedException {
    if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AgentException(
          ErrorCode.CONFLICT, "Another snapshot command is still running; try again later");
    }
    try {
      return action.run();
    } finally {
      lock.unlock();
    }
  }
}
