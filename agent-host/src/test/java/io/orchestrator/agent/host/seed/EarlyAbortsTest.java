package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.fixture.TestClock;
import org.junit.jupiter.api.Test;

class EarlyAbortsTest {
  private final EarlyAborts aborts = new EarlyAborts(new TestClock());

  @Test
  void forgetsTheOldestOfTooMany() {
    for (long id = 0; id <= 100; id++) {
      aborts.remember(Seeds.id(id));
    }

    assertThat(aborts.take(Seeds.id(0))).isFalse();
    assertThat(aborts.take(Seeds.id(1))).isTrue();
    assertThat(aborts.take(Seeds.id(100))).isTrue();
  }
}
