package io.orchestrator.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostProcessTest {
  private static final String REST =
      " 7 42 43 0 -1 4194304 98 0 1 0 11 12 900 900 20 0 1 0 172562 3133440 358\n";

  @Test
  void readsAStatLine() {
    assertThat(HostProcess.parse("99 (cat) S" + REST))
        .contains(new HostProcess(99, 7, 43, 172562, 23, false, "cat"));
  }

  @Test
  void isNotDeceivedByAName() {
    assertThat(HostProcess.parse("99 (a) Z 1 2 (b) S" + REST))
        .contains(new HostProcess(99, 7, 43, 172562, 23, false, "a) Z 1 2 (b"));
  }

  @Test
  void countsAnEndedProcessAsGone() {
    assertThat(HostProcess.parse("99 (cat) Z" + REST)).isEmpty();
  }

  @Test
  void countsAProcessAsLivingWhileAThreadLives() {
    assertThat(HostProcess.parse("99 (cat) Z" + REST.replace(" 20 0 1 0 ", " 20 0 2 0 ")))
        .isPresent();
  }
}
