package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkIndexTest {
  @Test
  void knowsTheFirstNameOfEachInode() {
    LinkIndex links = new LinkIndex();
    for (int number = 1; number < 50_000; number++) {
      assertThat(links.first(number * 4096L, number)).isEqualTo(number);
    }
    for (int number = 1; number < 50_000; number++) {
      assertThat(links.first(number * 4096L, 60_000 + number)).isEqualTo(number);
    }
    assertThat(links.first(0, 7)).isEqualTo(7);
    assertThat(links.first(0, 8)).isEqualTo(7);
  }
}
