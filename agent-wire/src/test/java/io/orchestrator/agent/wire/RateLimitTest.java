package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final int MIB = 1 << 20;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong clock = new AtomicLong();

  @Test
  void keepsBackWhatIsTooMuch() throws Exception {
    RateLimit rate = new RateLimit(MIB, clock::get);
    rate.take(2 * MIB);
    assertThat(rate.closedFor()).isEqualTo(2 * SECOND);
    clock.addAndGet(SECOND);
    assertThat(rate.closedFor()).isEqualTo(SECOND);
    clock.addAndGet(SECOND);
    assertThat(rate.closedFor()).isZero();
  }

  @Test
  void sendsAsMuchAsItMayOverTime() throws Exception {
    RateLimit rate = new RateLimit(10 * MIB, clock::get);
    int taken = 0;
    while (clock.get() < 60 * SECOND) {
      clock.addAndGet(rate.closedFor());
      rate.take(MIB);
      taken++;
    }
    assertThat(taken).isBetween(600, 602);
  }

  @Test
  void doesNotSaveUpWhatWasNotSent() throws Exception {
    RateLimit rate = new RateLimit(MIB, clock::get);
    clock.addAndGet(1000 * SECOND);
    rate.take(MIB);
    assertThat(rate.closedFor()).isEqualTo(SECOND);
  }

  @Test
  void countsWhatIsOwedAtTheNewRate() throws Exception {
    RateLimit rate = new RateLimit(MIB, clock::get);
    rate.take(4 * MIB);
    rate.change(4 * MIB);
    assertThat(rate.bytesPerSecond()).isEqualTo(4 * MIB);
    assertThat(rate.closedFor()).isEqualTo(SECOND);
    rate.change(0);
    assertThat(rate.closedFor()).isZero();
  }

  @Test
  void letsGoWhoWaitsWhenItIsLifted() throws Exception {
    RateLimit rate = new RateLimit(1);
    rate.take(MIB);
    CompletableFuture<Void> waiting =
        WirePair.inBackground(
            () -> {
              rate.take(MIB);
              return null;
            });
    assertThat(waiting).isNotDone();
    rate.change(0);
    Awaitility.await().until(waiting::isDone);
    waiting.get();
  }

  @Test
  void refusesANegativeRate() {
    assertThatThrownBy(() -> new RateLimit(0).change(-1)).isInstanceOf(AgentException.class);
  }
}
