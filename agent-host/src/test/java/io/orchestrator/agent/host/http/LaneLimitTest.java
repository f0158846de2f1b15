package io.orchestrator.agent.host.http;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneLimitTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Answer ANSWER = Answer.json("done");

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicBoolean finished = new AtomicBoolean();
  private final AtomicBoolean interrupted = new AtomicBoolean();

  @AfterEach
  void letAllEnd() {
    end.countDown();
  }

  private static Lane lane(Lane.Overdue overdue) {
    return new Lane(1, Duration.ofMillis(100), overdue);
  }

  private Answer untilTheEnd() throws InterruptedException {
    try {
      end.await();
    } catch (InterruptedException e) {
      interrupted.set(true);
      throw e;
    }
    finished.set(true);
    return ANSWER;
  }

  private Answer deafUntilTheEnd() {
    boolean over = false;
    while (!over) {
      try {
        end.await();
        over = true;
      } catch (InterruptedException e) {
        interrupted.set(true);
      }
    }
    finished.set(true);
    return ANSWER;
  }

  private static boolean isFree(Lane lane) throws Exception {
    try {
      return lane.run("next", () -> ANSWER).equals(ANSWER);
    } catch (io.orchestrator.agent.api.AgentException full) {
      assertThat(full.code()).isEqualTo(ErrorCode.RESOURCES_EXHAUSTED);
      return false;
    }
  }

  @Test
  void givesTheAnswerAndThePlaceBack() throws Exception {
    Lane lane = new Lane(1, SOON, Lane.Overdue.ENDS);

    assertThat(lane.run("quick", () -> ANSWER)).isSameAs(ANSWER);
    assertThat(isFree(lane)).isTrue();
  }

  @Test
  void runsTheCallOnADaemonThreadOfItsName() throws Exception {
    Lane lane = new Lane(1, SOON, Lane.Overdue.ENDS);

    lane.run(
        "quick",
        () -> {
          assertThat(Thread.currentThread().getName()).isEqualTo("call-quick");
          assertThat(Thread.currentThread().isDaemon()).isTrue();
          return ANSWER;
        });
  }

  @Test
  void passesAFailureOnAndThePlaceBack() throws Exception {
    Lane lane = new Lane(1, SOON, Lane.Overdue.GOES_ON);

    assertThatThrownBy(
            () ->
                lane.run(
                    "bad",
                    () -> {
                      throw new IOException("broken");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("broken");
    assertRefused(
        ErrorCode.INTERNAL,
        "bad failed: java.lang.StackOverflowError",
        () ->
            lane.run(
                "bad",
                () -> {
                  throw new StackOverflowError();
                }));
    assertThat(isFree(lane)).isTrue();
  }

  @Test
  void letsACommandGoOnAfterItsLimit() throws Exception {
    Lane lane = lane(Lane.Overdue.GOES_ON);

    assertRefused(
        ErrorCode.TIMED_OUT,
        "goes on in the background",
        () -> lane.run("slow", this::untilTheEnd));

    assertThat(finished).isFalse();
    end.countDown();
    await().atMost(SOON).untilTrue(finished);
    assertThat(interrupted).isFalse();
  }

  @Test
  void interruptsAQuestionAtItsLimit() {
    Lane lane = lane(Lane.Overdue.ENDS);

    assertRefused(ErrorCode.TIMED_OUT, "is not done", () -> lane.run("slow", this::untilTheEnd));

    await().atMost(SOON).untilTrue(interrupted);
    await().atMost(SOON).until(() -> isFree(lane));
    assertThat(finished).isFalse();
  }

  @Test
  void keepsThePlaceUntilTheCommandHasEnded() {
    Lane lane = lane(Lane.Overdue.GOES_ON);
    assertRefused(ErrorCode.TIMED_OUT, "slow", () -> lane.run("slow", this::untilTheEnd));

    assertRefused(
        ErrorCode.RESOURCES_EXHAUSTED,
        "next was refused: 1 calls are being answered already",
        () -> lane.run("next", () -> ANSWER));

    end.countDown();
    await().atMost(SOON).until(() -> isFree(lane));
  }

  @Test
  void keepsThePlaceOfAQuestionThatDoesNotHeedItsInterrupt() {
    Lane lane = lane(Lane.Overdue.ENDS);
    assertRefused(ErrorCode.TIMED_OUT, "slow", () -> lane.run("slow", this::deafUntilTheEnd));
    await().atMost(SOON).untilTrue(interrupted);

    assertRefused(ErrorCode.RESOURCES_EXHAUSTED, "refused", () -> lane.run("next", () -> ANSWER));

    end.countDown();
    await().atMost(SOON).until(() -> isFree(lane));
  }

  @Test
  void saysThatACallWasInterrupted() {
    Lane lane = new Lane(1, SOON, Lane.Overdue.ENDS);

    assertRefused(
        ErrorCode.ABORTED,
        "odd was interrupted",
        () ->
            lane.run(
                "odd",
                () -> {
                  throw new InterruptedException();
                }));
  }
}
