package io.orchestrator.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SudoTest {
  @TempDir Path directory;

  @Test
  void startsAProgramUnderSudo() throws Exception {
    fakeSudo("printf '<%s>' \"$@\"");

    assertThat(runner(true).run(Command.of("lvs", "--all", "a b").asRoot()).stdout())
        .isEqualTo("<-n><--><lvs><--all><a b>");
  }

  @Test
  void putsSudoBeforeTheTextOfAShellCommand() throws Exception {
    fakeSudo("printf '<%s>' \"$@\"");

    assertThat(runner(true).run(Command.shell("rm -rf", "$(id) x").asRoot()).stdout())
        .isEqualTo("<-n><rm><-rf><$(id) x>");
  }

  @Test
  void leavesOtherCommandsAlone() throws Exception {
    fakeSudo("exit 9");

    assertThat(runner(true).run(Command.of("echo", "x")).stdout()).isEqualTo("x\n");
    assertThat(runner(false).run(Command.of("echo", "x").asRoot()).stdout()).isEqualTo("x\n");
  }

  @Test
  void namesAMissingProgramAndNotSudo() throws Exception {
    fakeSudo("exit 9");

    assertThatThrownBy(() -> runner(true).run(Command.of("no-such-program").asRoot()))
        .hasMessageContaining("There is no program no-such-program");
  }

  @Test
  void saysWhatToDoWhenSudoRefuses() throws Exception {
    fakeSudo("echo 'sudo: a password is required' >&2; exit 1");

    assertThatThrownBy(() -> runner(true).run(Command.of("lvs").asRoot()))
        .isInstanceOfSatisfying(
            AgentException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED))
        .hasMessageContaining("a password is required")
        .hasMessageContaining("sudoers");
  }

  private ProcessRunner runner(boolean execWithSudo) {
    return new ProcessRunner(execWithSudo, directory.toString());
  }

  private void fakeSudo(String body) throws IOException {
    program("sudo", body);
    program("lvs", "exit 8");
  }

  private void program(String name, String body) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/bash\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
