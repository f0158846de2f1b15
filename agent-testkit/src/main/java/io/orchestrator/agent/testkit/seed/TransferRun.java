package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.seed.TransferResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
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
  private final ThreadGroup group = new ThreadGroup("contract");
  private final Thread thread;
  private volatile boolean interruptedBefore;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable TransferResult result;
  private volatile @Nullable Throwable failure;

  TransferRun(String what, FakeTransfer transfer, Work work) {
    this.what = what;
    this.transfer = transfer;
    thread = new Thread(group, () -> run(work), "contract-" + what);
    thread.setDaemon(true);
  }

  TransferRun start() {
    thread.start();
    return this;
  }

  /** Its thread is interrupted before the call begins. */
  TransferRun interruptedBefore() {
    interruptedBefore = true;
    return this;
  }

  /**
   * It is aborted when it shows such a phase for the first time, before that has done anything.
   *
   * @param phase see {@link #kind} for what changes in its words
   */
  TransferRun abortedIn(Predicate<String> phase) {
    AtomicBoolean aborted = new AtomicBoolean();
    transfer.watchPhases(
        shown -> {
          if (phase.test(shown) && aborted.compareAndSet(false, true)) {
            // By another thread, as by the host; the call goes on when that is done.
            CompletableFuture.runAsync(this::abort).join();
          }
        });
    return this;
  }

  /** A phase without what changes from one seed to the next, such as how much is done. */
  static String kind(String phase) {
    return phase.replaceFirst(": .*", "").replaceAll("[0-9][0-9.,]*", "N");
  }

  private void run(Work work) {
    try {
      if (interruptedBefore) {
        Thread.currentThread().interrupt();
      }
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

  /** The threads that the call has started and that still run, with what they do. */
  List<String> threads() {
    Thread[] alive = new Thread[group.activeCount() + 8];
    int count = group.enumerate(alive);
    return Arrays.stream(alive, 0, count)
        .filter(other -> !other.equals(thread))
        .map(
            other ->
                other.getName()
                    + Arrays.stream(other.getStackTrace())
                        .skip(1)
                        .findFirst()
                        .map(frame -> " in " + frame)
                        .orElse(""))
        .toList();
  }

  boolean endsWithin(Duration limit) throws InterruptedException {
    return over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Does it return, and not throw? Requires that it ends. */
  boolean returns(Duration limit) throws InterruptedException {
    requireEnd("a seed", limit);
    return failure == null;
  }

  /** Requires that it returns. */
  TransferResult result(Duration limit) throws InterruptedException {
    requireEnd("a seed", limit);
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
    requireEnd(why, limit);
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

  private void requireEnd(String why, Duration limit) throws InterruptedException {
    if (!endsWithin(limit)) {
      throw new AssertionError(
          why
              + ": "
              + what
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
