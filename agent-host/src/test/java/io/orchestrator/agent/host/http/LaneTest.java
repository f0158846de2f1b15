package io.orchestrator.agent.host.http;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.orchestrator.agent.api.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LaneTest {
  private static final Duration LIMIT = Duration.ofMillis(100);

  private final Lane lane = new Lane(3, LIMIT, Lane.Overdue.GOES_ON);

  @Test
  void answersWhatTheCommandAnswers() throws Exception {
    assertThat(lane.run("quick", () -> Answer.json(7))).isEqualTo(Answer.json(7));
  }

  @Test
  void passesFailuresOn() {
    assertThatThrownBy(
            () ->
                lane.run(
                    "failing",
                    () -> {
                      throw new java.io.IOException("disk");
                    }))
        .isInstanceOf(java.io.IOException.class)
        .hasMessage("disk");
  }

  @Test
  void doesNotTakeAnInterruptOfTheCommandForItsOwn() {
    assertRefused(
        ErrorCode.ABORTED,
        "was interrupted",
        () ->
            lane.run(
                "interrupted",
                () -> {
                  throw new InterruptedException();
                }));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void refusesMoreThanItsPlacesAndTakesSomeAgainLater() throws Exception {
    Semaphore end = new Semaphore(0);
    for (int place = 0; place < 3; place++) {
      assertRefused(ErrorCode.TIMED_OUT, "is not done", () -> lane.run("slow", () -> waited(end)));
    }

    assertRefused(
        ErrorCode.RESOURCES_EXHAUSTED,
        "3 calls are being answered",
        () -> lane.run("fourth", () -> Answer.json(4)));

    end.release(3);
    Awaitility.await()
        .ignoreExceptions()
        .until(() -> lane.run("later", () -> Answer.json(1)).equals(Answer.json(1)));
  }

  private static Answer waited(Semaphore end) throws InterruptedException {
    end.acquire();
    return Answer.json(true);
  }

  @Test
  void interruptsAnOverdueCallThatNobodyNeedsAnyMore() throws Exception {
    Lane questions = new Lane(1, LIMIT, Lane.Overdue.ENDS);
    Semaphore never = new Semaphore(0);

    assertRefused(
        ErrorCode.TIMED_OUT, "is not done", () -> questions.run("slow", () -> waited(never)));

    Awaitility.await()
        .ignoreExceptions()
        .until(() -> questions.run("next", () -> Answer.json(1)).equals(Answer.json(1)));
  }

  @Test
  void letsNoFloodOfQuestionsOrCommandsKeepASeedsCallsOut() throws Exception {
    Lanes lanes = Lanes.of(LIMIT);
    Semaphore end = new Semaphore(0);
    for (int place = 0; place < 8; place++) {
      assertRefused(
          ErrorCode.TIMED_OUT,
          "is not done",
          () -> lanes.of(Route.Pace.COMMAND).run("slow", () -> waited(end)));
    }

    assertThat(lanes.of(Route.Pace.SEED).run("abort-seed", () -> Answer.json(true)))
        .isEqualTo(Answer.json(true));
    assertThat(lanes.of(Route.Pace.QUESTION).run("mysql-du", () -> Answer.json(1)))
        .isEqualTo(Answer.json(1));
    end.release(8);
  }

  @Test
  void logsWhatFailsAfterItWasAnswered() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(Lane.class);
    log.start();
    logger.addAppender(log);
    CountDownLatch go = new CountDownLatch(1);
    try {
      assertRefused(
          ErrorCode.TIMED_OUT,
          "it goes on in the background",
          () ->
              lane.run(
                  "mysql-start",
                  () -> {
                    go.await();
                    throw new java.io.IOException("no space left");
                  }));

      go.countDown();

      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(java.util.List.copyOf(log.list))
                      .extracting(ILoggingEvent::getFormattedMessage)
                      .contains("mysql-start has failed in the background: no space left"));
    } finally {
      logger.detachAppender(log);
    }
  }
}
