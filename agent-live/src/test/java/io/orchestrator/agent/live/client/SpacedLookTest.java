package io.orchestrator.agent.live.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SpacedLookTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();
  private final SpacedLook look = new SpacedLook(now::get);

  private void find(ErrorCode code, long seconds) throws InterruptedException {
    look.require(
        () -> {
          looks.incrementAndGet();
          pass(seconds);
          throw new AgentException(code, "found");
        });
  }

  private void pass(long seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void tellsWhatItFoundUntilItIsTimeToLookAgain() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> find(ErrorCode.UNSUPPORTED, 2))
          .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
          .hasMessage("found");
    }
    assertThat(looks).hasValue(1);
    pass(40);
    look.require(looks::incrementAndGet);
    assertThat(looks).hasValue(2);
  }

  @Test
  void takesALookThatTakesTooLongForAGoodOne() {
    assertThatCode(() -> find(ErrorCode.TIMED_OUT, 5)).doesNotThrowAnyException();
    assertThatCode(() -> find(ErrorCode.UNSUPPORTED, 5)).doesNotThrowAnyException();
  }
}
