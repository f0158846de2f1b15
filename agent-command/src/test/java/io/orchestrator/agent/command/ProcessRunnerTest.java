package io.orchestrator.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ProcessRunnerTest {
  @TempDir Path directory;

  private final ProcessRunner runner = new ProcessRunner(false);

  @Test
  void givesBackWhatACommandWrote() throws Exception {
    CommandResult result = runner.run(Command.shell("echo öffnen; echo warned >&2"));

    assertThat(result.stdout()).isEqualTo("öffnen\n");
    assertThat(result.stderr()).isEqualTo("warned\n");
    assertThat(result.took()).isPositive();
  }

  @Test
  void givesBackAnyExitStatusIfAskedTo() throws Exception {
    assertThat(runner.tryRun(Command.shell("exit 3")).exitCode()).isEqualTo(3);
  }

  @Test
  void givesBackTheSignalThatEndedACommand() throws Exception {
    assertThat(runner.tryRun(Command.shell("kill -KILL $$")).exitCode()).isEqualTo(128 + 9);
  }

  @Test
  void saysWithWhatLastWordsACommandFailed() {
    assertFailure(
            ErrorCode.COMMAND_FAILED,
            () -> runner.run(Command.shell("echo one >&2; printf 'two\\033[31m\\n' >&2; exit 5")))
        .hasMessageEndingWith("failed with exit status 5: one | two [31m");
  }

  @Test
  void saysWhatAFailedCommandWroteToStandardOutputIfThereIsNothingElse() {
    assertFailure(ErrorCode.COMMAND_FAILED, () -> runner.run(Command.shell("echo reason; exit 1")))
        .hasMessageEndingWith("failed with exit status 1: reason");
  }

  @Test
  void shortensTheLastWordsAtALine() {
    assertFailure(
            ErrorCode.COMMAND_FAILED, () -> runner.run(Command.shell("seq 100000 >&2; exit 1")))
        .hasMessageContaining(": 99")
        .hasMessageEndingWith("99999 | 100000")
        .message()
        .hasSizeLessThan(800);
  }

  @Test
  void explainsThatAProgramInAShellCommandWasNotFound() {
    assertFailure(ErrorCode.COMMAND_FAILED, () -> runner.run(Command.shell("no-such-program --x")))
        .hasMessageContaining("exit status 127 (a program in it was not found)");
  }

  @Test
  void namesAMissingProgram() {
    assertFailure(ErrorCode.TOOL_MISSING, () -> runner.run(Command.of("no-such-program")))
        .hasMessageContaining("no-such-program")
        .hasMessageContaining("install it");
  }

  @Test
  void namesAMissingProgramByItsPath() {
    assertFailure(ErrorCode.TOOL_MISSING, () -> runner.run(Command.of("/no/such/program")))
        .hasMessageContaining("/no/such/program");
  }

  @Test
  void refusesAFileThatIsNotExecutable() throws Exception {
    Path file = Files.writeString(directory.resolve("program"), "#!/bin/sh\n");

    assertFailure(ErrorCode.PERMISSION_DENIED, () -> runner.run(Command.of(file.toString())))
        .hasMessageContaining(file.toString());
  }

  @Test
  void refusesADirectoryThatDoesNotExist() {
    assertFailure(
            ErrorCode.IO_FAILED, () -> runner.run(Command.of("true").in(directory.resolve("none"))))
        .hasMessageContaining("no such directory");
  }

  @Test
  void startsACommandInItsDirectory() throws Exception {
    assertThat(runner.run(Command.of("pwd").in(directory)).lines())
        .containsExactly(directory.toRealPath().toString());
  }

  @Test
  void findsProgramsOutsideTheAgentsPath() {
    ProcessRunner poor = new ProcessRunner(false, "");

    assertThat(poor.find("bash")).isPresent();
    assertThat(poor.find("no-such-program")).isEmpty();
  }

  @Test
  void passesTheSystemsDirectoriesOnInThePath() throws Exception {
    ProcessRunner poor = new ProcessRunner(false, directory.toString());

    assertThat(poor.run(Command.shell("echo $PATH")).stdout())
        .isEqualTo(directory + ":/usr/sbin:/usr/bin:/sbin:/bin\n");
  }

  @Test
  void passesVariablesOn() throws Exception {
    assertThat(runner.run(Command.shell("echo $WORD").with("WORD", "a b")).stdout())
        .isEqualTo("a b\n");
  }

  @Test
  void doesNotPassOnWhatTheLauncherSetsForTheAgentsOwnMemory() throws Exception {
    Command command = Command.shell("env");
    for (String variable : forTheAgentsMemory()) {
      command = command.with(variable, "1");
    }

    assertThat(runner.run(command).stdout().lines().filter(line -> line.startsWith("MALLOC_")))
        .isEmpty();
  }

  private static List<String> forTheAgentsMemory() throws Exception {
    String launcher = Files.readString(Path.of("../agent-host/src/dist/bin/orchestrator-agent"));
    List<String> names =
        Pattern.compile("(\\w+)=\"\\$\\{\\1:-")
            .matcher(launcher)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(names).contains("MALLOC_ARENA_MAX");
    return names;
  }

  @Test
  void keepsVariablesOutOfMessages() {
    assertFailure(
            ErrorCode.COMMAND_FAILED, () -> runner.run(Command.of("false").with("WORD", "xyzzy")))
        .message()
        .isEqualTo("false failed with exit status 1 and wrote nothing");
  }

  @Test
  void passesArgumentsUnharmedToAShellCommand() throws Exception {
    String[] arguments = {";touch x", "$(id)", "`id`", "a 'b' \"c\"", "two\nlines", "-n", "*", ""};

    CommandResult result = runner.run(Command.shell("printf '<%s>'", arguments).in(directory));

    assertThat(result.stdout()).isEqualTo("<" + String.join("><", arguments) + ">");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void passesArgumentsUnharmedToAProgram() throws Exception {
    String[] arguments = {"<%s>", ";touch x", "$(id)", "a 'b' \"c\"", "two\nlines", "*"};

    assertThat(runner.run(Command.of("printf", arguments)).stdout())
        .isEqualTo("<;touch x><$(id)><a 'b' \"c\"><two\nlines><*>");
  }

  @Test
  void givesACommandNoInput() throws Exception {
    assertThat(runner.run(Command.of("cat").within(Duration.ofSeconds(5))).stdout()).isEmpty();
  }

  @Test
  void startsEachCommandInASessionOfItsOwn() throws Exception {
    String stat = runner.run(Command.of("cat", "/proc/self/stat")).stdout();

    HostProcess cat = HostProcess.parse(stat).orElseThrow();
    assertThat(cat.session()).isEqualTo(cat.pid());
  }

  @Test
  void endsACommandThatWritesTooMuch() {
    assertFailure(ErrorCode.COMMAND_FAILED, () -> runner.run(Command.of("yes")))
        .hasMessageContaining("2 MiB");
  }

  @Test
  void takesInAsMuchAsIsAllowed() throws Exception {
    CommandResult result =
        runner.run(Command.of("head", "-c", Integer.toString(2 << 20), "/dev/zero"));

    assertThat(result.stdout()).hasSize(2 << 20);
  }

  @Test
  void keepsTheEndOfWhatACommandThatLeavesADaemonWrites() throws Exception {
    CommandResult result = runner.tryRun(Command.shell("seq 1000000; exit 3").leavingDaemon());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.stdout()).hasSize(2 << 20).endsWith("999999\n1000000\n");
  }

  @Test
  void keepsTheEndOfALongStandardError() throws Exception {
    CommandResult result = runner.run(Command.shell("seq 1000000 >&2"));

    assertThat(result.stderr()).hasSize(64 << 10).endsWith("999999\n1000000\n");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertFailure(
      ErrorCode code, ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AgentException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }
}
