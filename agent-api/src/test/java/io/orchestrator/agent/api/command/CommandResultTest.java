package io.orchestrator.agent.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommandResultTest {
  @Test
  void saysWhatWasAttemptedAndHowItEnded() {
    AgentException failure =
        ended(32, "mount: wrong fs type.\n").failure("mount /dev/x on /mnt", "mount");
    assertThat(failure.code()).isEqualTo(ErrorCode.COMMAND_FAILED);
    assertThat(failure)
        .hasMessage("Could not mount /dev/x on /mnt: mount exited with 32: mount: wrong fs type");
  }

  @Test
  void tellsAMissingRightFromOtherFailures() {
    AgentException failure =
        ended(5, "  /run/lock/lvm: open failed: Permission denied\n").failure("list", "lvs");
    assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(failure).hasMessageContaining("let sudo start lvs without a password");
  }

  @Test
  void putsTheLastThreeLinesOnOne() {
    assertThat(ended(1, "one\n two\n\n\tthree\u0007\nfour...\n").lastWords())
        .isEqualTo("two; three; four");
  }

  @Test
  void saysThatThereWereNoLastWords() {
    assertThat(ended(1, " \n").lastWords()).isEqualTo("it gave no reason");
  }

  @Test
  void takesTheWordsFromStandardOutputIfThereAreNoOthers() {
    CommandResult ended = new CommandResult(7, "mysql: ERROR (not running)\n", "\n", Duration.ZERO);
    assertThat(ended.lastWords()).isEqualTo("mysql: ERROR (not running)");
  }

  private static CommandResult ended(int exitCode, String stderr) {
    return new CommandResult(exitCode, "", stderr, Duration.ZERO);
  }
}
