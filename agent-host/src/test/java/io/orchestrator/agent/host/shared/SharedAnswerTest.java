package io.orchestrator.agent.host.shared;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedAnswerTest {
  private final AtomicInteger computed = new AtomicInteger();
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final SharedAnswer<Integer> slow =
      SharedAnswer.whileComputing(
          () -> {
            int number = computed.incrementAndGet();
            mayEnd.await();
            return number;
          });
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void endThreads() throws InterruptedException {
    mayEnd.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void computesOnceForConcurrentCallers() throws Exception {
    List<FutureTask<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      callers.add(waiting(slow));
    }

    mayEnd.countDown();

    for (FutureTask<Integer> caller : callers) {
      assertThat(caller.get(10, SECONDS)).isEqualTo(1);
    }
    assertThat(computed).hasValue(1);
  }

  @Test
  void computesAnewWhenNobodyWaits() throws Exception {
    mayEnd.countDown();

    assertThat(slow.get()).isEqualTo(1);
    assertThat(slow.get()).isEqualTo(2);
  }

  @Test
  void keepsAnAnswerForItsTimeOnly() throws Exception {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    SharedAnswer<Integer> answer =
        new SharedAnswer<>(
            computed::incrementAndGet, took -> Duration.ofNanos(100), () -> now.get());

    assertThat(answer.get()).isEqualTo(1);
    now.addAndGet(99);
    assertThat(answer.get()).isEqualTo(1);
    now.addAndGet(1);
    assertThat(answer.get()).isEqualTo(2);
  }

  @Test
  void keepsAnAnswerByHowLongItTook() throws Exception {
    AtomicLong now = new AtomicLong();
    SharedAnswer<Integer> answer =
        new SharedAnswer<>(
            () -> {
              now.addAndGet(50);
              return computed.incrementAndGet();
            },
            took -> took.multipliedBy(2),
            now::get);

    answer.get();
    now.addAndGet(99);
    assertThat(answer.get()).isEqualTo(1);
    now.addAndGet(1);
    assertThat(answer.get()).isEqualTo(2);
  }

  @Test
  void givesAFailureToAllWhoWaitAndDoesNotKeepIt() throws Exception {
    SharedAnswer<Integer> failing =
        SharedAnswer.goodFor(
            Duration.ofHours(1),
            () -> {
              mayEnd.await();
              if (computed.incrementAndGet() == 1) {
                throw new IllegalStateException("no");
              }
              return 7;
            });
    FutureTask<Integer> first = waiting(failing);
    FutureTask<Integer> second = waiting(failing);

    mayEnd.countDown();

    for (FutureTask<Integer> caller : List.of(first, second)) {
      assertThatThrownBy(() -> caller.get(10, SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("no");
    }
    assertThat(failing.get()).isEqualTo(7);
  }

  @Test
  void goesOnForTheOthersWhenOneWhoWaitsIsInterrupted() throws Exception {
    FutureTask<Integer> computing = waiting(slow);
    FutureTask<Integer> waiting = waiting(slow);

    threads.get(1).interrupt();

    assertThatThrownBy(() -> waiting.get(10, SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    mayEnd.countDown();
    assertThat(computing.get(10, SECONDS)).isEqualTo(1);
  }

  @Test
  void letsAnotherCallerComputeWhenTheFirstIsInterrupted() throws Exception {
    FutureTask<Integer> computing = waiting(slow);
    FutureTask<Integer> waiting = waiting(slow);

    threads.get(0).interrupt();

    assertThatThrownBy(() -> computing.get(10, SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    mayEnd.countDown();
    assertThat(waiting.get(10, SECONDS)).isEqualTo(2);
  }

  /** A caller in a thread of its own, which has asked and waits by now. */
  private FutureTask<Integer> waiting(SharedAnswer<Integer> answer) {
    FutureTask<Integer> caller = new FutureTask<>(answer::get);
    Thread thread = new Thread(caller, "caller-" + threads.size());
    threads.add(thread);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING);
    return caller;
  }
}
