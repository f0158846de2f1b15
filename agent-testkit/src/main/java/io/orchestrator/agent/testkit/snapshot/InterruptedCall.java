package io.orchestrator.agent.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A provider's verb that is interrupted after a while, as when a call takes too long. */
final class InterruptedCall {
  private static final long LIMIT_SECONDS = 60;

  private InterruptedCall() {}

  /**
   * Calls it, interrupts it unless it is done by then, and waits for its end.
   *
   * @param after zero: before it begins
   * @return true if it returned all the same
   */
  static boolean of(Callable<?> verb, Duration after) throws Exception {
    FutureTask<Boolean> call =
        new FutureTask<>(
            () -> {
              if (after.isZero()) {
                Thread.currentThread().interrupt();
              }
              try {
                verb.call();
                return true;
              } catch (InterruptedException | AgentException stopped) {
                return false;
              }
            });
    Thread thread = new Thread(call, "interrupted-call");
    thread.setDaemon(true);
    thread.start();
    try {
      return call.get(after.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException busy) {
      thread.interrupt();
    } catch (ExecutionException unexpected) {
      return ended(call);
    }
    thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    assertThat(call.isDone())
        .as("an interrupted call must end soon, and not go on for %d s", LIMIT_SECONDS)
        .isTrue();
    return ended(call);
  }

  private static boolean ended(FutureTask<Boolean> call) throws InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException other) {
      throw new AssertionError(
          "An interrupted call must throw InterruptedException or an AgentException, not "
              + other.getCause(),
          other.getCause());
    }
  }
}
