package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.seed.TransferResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One call of {@code send} or {@code receive}, on a thread of its own like in the host. */
final class TransferRun {
  /** The call. */
  interface Work {
    @Nullable TransferResult run() throws Exception;
  }

  private final String what;
  private final FakeTransfer transfer;
  private final Thread thread;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable TransferResult result;
  private volatile @Nullable Throwable failure;

  TransferRun(String what, FakeTransfer transfer, Work work) {
    this.what = what;
    this.transfer = transfer;
    thread = new Thread(() -> run(work), "contract-" + what);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Work work) {
    try {
      result = work.run();
    } catch (Throwable thrown) {
      failure = thrown;
    } finally {
      transfer.close();
      over.countDown();
    }
  }

  FakeTransfer transfer() {
    return transfer;
  }

  void abort() {
    transfer.abort(thread);
  }

  boolean endsWithin(Duration limit) throws InterruptedException {
    return over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Requires that it returns. */
  TransferResult result(Duration limit) throws InterruptedException {
    requireEnd(limit);
    if (failure != null) {
      throw new AssertionError(what + "() must succeed here, but failed: " + failure, failure);
    }
    assertThat(result).as(what + "() must not return null").isNotNull();
    return Optional.ofNullable(result).orElseThrow();
  }

  /**
   * Requires that it throws what a transport may throw.
   *
   * @param why in words for the plugin's author
   */
  Throwable failure(String why, Duration limit) throws InterruptedException {
    requireEnd(limit);
    assertThat(failure)
        .as("%s: %s() must throw, but it returned %s", why, what, result)
        .isNotNull();
    assertThat(failure)
        .as(
            "%s: %s() must throw an AgentException, or InterruptedException after an abort",
            why, what)
        .isInstanceOfAny(AgentException.class, InterruptedException.class);
    return Optional.ofNullable(failure).orElseThrow();
  }

  private void requireEnd(Duration limit) throws InterruptedException {
    if (!endsWithin(limit)) {
      throw new AssertionError(
          what
              + "() has not come to an end within "
              + limit
              + "; its phases: "
              + transfer.phases()
              + "; it stands at\n  "
              + Arrays.stream(thread.getStackTrace())
                  .map(StackTraceElement::toString)
                  .collect(Collectors.joining("\n  ")));
    }
  }
}
