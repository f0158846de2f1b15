package io.orchestrator.agent.testkit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.RunningCommand;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScriptedCommandsTest {
  private final ScriptedCommands commands =
      new ScriptedCommands()
          .prints("one\ntwo\n", "lvs", "--noheadings")
          .fails(5, "in use", "lvremove")
          .without("btrfs");

  @Test
  void answersACommandByItsFirstArguments() throws Exception {
    assertThat(commands.run(Command.of("lvs", "--noheadings", "-o", "lv_name")).lines())
        .containsExactly("one", "two");
  }

  @Test
  void failsLikeTheCommandDid() {
    assertThatThrownBy(() -> commands.run(Command.of("lvremove", "vg/lv")))
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.COMMAND_FAILED)
        .hasMessageContaining("in use");
  }

  @Test
  void returnsAFailureToWhoeverTries() throws Exception {
    assertThat(commands.tryRun(Command.of("lvremove")).exitCode()).isEqualTo(5);
  }

  @Test
  void prefersTheLatestAnswer() throws Exception {
    commands.prints("three", "lvs");
    assertThat(commands.run(Command.of("lvs", "--noheadings")).stdout()).isEqualTo("three");
  }

  @Test
  void refusesACommandWithoutAnAnswer() {
    assertThatThrownBy(() -> commands.run(Command.of("rm", "-rf", "x y")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("[rm, -rf, x y]")
        .hasMessageContaining("[lvs --noheadings]");
  }

  @Test
  void knowsThatAProgramIsMissing() {
    assertThat(commands.find("btrfs")).isEmpty();
    assertThat(commands.find("lvs")).isPresent();
    assertThatThrownBy(() -> commands.run(Command.of("btrfs")))
        .hasFieldOrPropertyWithValue("code", ErrorCode.TOOL_MISSING);
  }

  @Test
  void keepsWhatWasRun() throws Exception {
    commands.run(Command.of("lvs", "--noheadings", "vg"));
    commands.tryRun(Command.of("lvremove").asRoot());
    assertThat(commands.lines()).containsExactly("lvs --noheadings vg", "lvremove");
    assertThat(commands.ran().get(1).isAsRoot()).isTrue();
  }

  @Test
  void givesTheOutputOfAStartedCommand() throws Exception {
    try (RunningCommand running = commands.start(Command.of("lvs", "--noheadings"))) {
      assertThat(new String(running.stdout().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("one\ntwo\n");
      assertThat(running.waitFor().succeeded()).isTrue();
    }
  }
}
