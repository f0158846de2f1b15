package io.orchestrator.agent.host.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuCommandTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void countsWhatTheWalkCounts() throws Exception {
    Path data = Files.createDirectories(folder.resolve("da*ta[1]"));
    for (String name : new String[] {"trash?", "kept/trash?", "trashy"}) {
      Files.writeString(Files.createDirectories(data.resolve(name)).resolve("file"), name);
    }
    Set<String> without = Set.of("trash?", "absent");

    long bytes = new DuCommand(new ProcessRunner(false), LIMIT).bytes(data, without, LIMIT);

    assertThat(bytes)
        .isEqualTo(new DiskWalk(data, without, System.nanoTime() + LIMIT.toNanos()).bytes())
        .isLessThan(new DiskWalk(data, Set.of(), System.nanoTime() + LIMIT.toNanos()).bytes());
  }

  @Test
  void runsAsRoot() throws Exception {
    ScriptedCommands commands = new ScriptedCommands().prints("12\t/d\n", "du");

    assertThat(new DuCommand(commands, LIMIT).bytes(Path.of("/d"), Set.of("x"), LIMIT))
        .isEqualTo(12);
    assertThat(commands.lines()).containsExactly("du -sb --exclude=/d/x /d");
    assertThat(commands.ran().get(0).isAsRoot()).isTrue();
  }

  @Test
  void takesNoLongerThanItMay() throws Exception {
    ScriptedCommands commands = new ScriptedCommands().prints("12\t/d\n", "du");
    Duration left = Duration.ofSeconds(3);

    assertThat(new DuCommand(commands, LIMIT).bytes(Path.of("/d"), Set.of(), left)).isEqualTo(12);
    assertThat(commands.ran().get(0).limit()).hasValue(left);
  }

  @Test
  void takesTheSumWhenFilesVanished() throws Exception {
    String vanished = "du: cannot access '/d/t': No such file or directory";

    assertThat(ending(1, "12\t/d\n", vanished).bytes(Path.of("/d"), Set.of(), LIMIT)).isEqualTo(12);
  }

  @Test
  void takesNoSumOfWhatItCouldNotRead() {
    String denied = "du: cannot read directory '/d/t': Permission denied";

    assertThatThrownBy(() -> ending(1, "12\t/d\n", denied).bytes(Path.of("/d"), Set.of(), LIMIT))
        .hasMessageContaining("Permission denied");
    assertThatThrownBy(
            () ->
                ending(1, "", "sudo: a password is required").bytes(Path.of("/d"), Set.of(), LIMIT))
        .hasMessageContaining("password");
    assertThatThrownBy(() -> ending(0, "", "").bytes(Path.of("/d"), Set.of(), LIMIT))
        .hasMessageContaining("exit status 0");
  }

  private static DuCommand ending(int exitCode, String stdout, String stderr) {
    CommandResult result = new CommandResult(exitCode, stdout, stderr, Duration.ZERO);
    return new DuCommand(new ScriptedCommands().answers(result, "du"), LIMIT);
  }
}
