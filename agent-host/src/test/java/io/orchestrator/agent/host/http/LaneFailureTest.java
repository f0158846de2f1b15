package io.orchestrator.agent.host.http;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.orchestrator.agent.api.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LaneFailureTest {
  private static final Duration LIMIT = Duration.ofMillis(100);

  private final Lane lane = new Lane(3, LIMIT, Lane.Overdue.GOES_ON);

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
