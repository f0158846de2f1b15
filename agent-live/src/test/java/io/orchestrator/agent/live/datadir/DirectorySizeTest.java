package io.orchestrator.agent.live.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DirectorySizeTest {
  private static final Path DATADIR = Path.of("/data");

  private static ScriptedCommands du(int exitCode, String stdout, String stderr) {
    return new ScriptedCommands()
        .answers(new CommandResult(exitCode, stdout, stderr, Duration.ofMillis(1)), "du");
  }

  @Test
  void takesTheSumThoughFilesHaveVanished() throws Exception {
    assertThat(
            DirectorySize.of(
                du(1, "20480\t/data\n", "du: cannot access '/data/#sql1': No such file\n"),
                DATADIR,
                () -> {}))
        .isEqualTo(20480);
  }

  @Test
  void saysThatItCantMeasure() {
    ScriptedCommands du = du(1, "", "du: cannot access '/data': No such file or directory\n");
    assertThatThrownBy(() -> DirectorySize.of(du, DATADIR, () -> {}))
        .hasFieldOrPropertyWithValue("code", ErrorCode.COMMAND_FAILED)
        .hasMessageContaining("No such file or directory");
  }
}
