package io.orchestrator.agent.testkit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherProgramsTest {
  @TempDir Path folder;

  private OtherPrograms with(String script) {
    return OtherPrograms.of(new ProcessRunner(false)).withScript(folder, "chown", script);
  }

  @Test
  void runsTheScriptForWhoNamesTheProgramAlone() throws Exception {
    Command command = Command.of("chown", "-R", "a b").with("WORD", "said").in(folder);
    assertThat(with("echo \"$2, $WORD in $PWD, not $real\"").run(command).lines())
        .containsExactly(
            "a b, said in %s, not %s"
                .formatted(folder, new ProcessRunner(false).find("chown").orElseThrow()));
  }

  @Test
  void keepsTheTimeLimitOfTheCommand() {
    Command command = Command.of("chown").within(Duration.ofMillis(200));
    assertThatThrownBy(() -> with("sleep 60").run(command))
        .hasFieldOrPropertyWithValue("code", ErrorCode.TIMED_OUT);
  }

  @Test
  void leavesOtherProgramsAsTheyAre() throws Exception {
    assertThat(with("exit 1").run(Command.of("echo", "x")).lines()).containsExactly("x");
  }
}
