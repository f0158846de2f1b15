package io.orchestrator.agent.host.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static Pace pace(double random) {
    return new Pace(
        Duration.ofSeconds(60), Duration.ofMinutes(60), Duration.ofSeconds(1), () -> random);
  }

  @Test
  void intervalsVaryByATenth() {
    assertThat(pace(0).untilPoll()).isEqualTo(Duration.ofSeconds(54));
    assertThat(pace(1).untilPoll()).isEqualTo(Duration.ofSeconds(66));
    assertThat(pace(0).untilResubmit()).isEqualTo(Duration.ofMinutes(54));
    assertThat(pace(1).untilResubmit()).isEqualTo(Duration.ofMinutes(66));
  }

  @Test
  void theFirstRegistrationComesWithinTheDelay() {
    assertThat(pace(0).beforeFirst()).isZero();
    assertThat(pace(1).beforeFirst()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whatIsPutOffIsSpreadOverWholeIntervals() {
    assertThat(pace(0).within(4)).isZero();
    assertThat(pace(1).within(4)).isEqualTo(Duration.ofMinutes(4));
    assertThat(pace(1).within(0)).isZero();
  }

  @Test
  void retriesAreSpreadFromZeroToTheirCeiling() {
    assertThat(pace(0).untilRetry(5)).isZero();
    assertThat(pace(1).untilRetry(1)).isEqualTo(Duration.ofMillis(500));
    assertThat(pace(1).untilRetry(1000)).isEqualTo(Duration.ofSeconds(8));
  }
}
