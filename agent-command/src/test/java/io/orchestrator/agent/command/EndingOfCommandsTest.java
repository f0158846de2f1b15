package io.orchestrator.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@Tag("processes")
class EndingOfCommandsTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  private static final String LOOP = "while :; do sleep 1; done";

  @TempDir Path directory;

  private final ProcessRunner runner = new ProcessRunner(false);
  private PidFile pid;

  @BeforeEach
  void nameThePidFile() {
    pid = PidFile.in(directory);
  }

  @Test
  void endsTheWholeTreeAtTheTimeLimit() {
    Command command =
        Command.shell("bash -c 'sleep 300 & echo $! > " + pid + "; wait'; true").within(SHORT);

    assertThatThrownBy(() -> runner.run(command))
        .isInstanceOfSatisfying(
            AgentException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TIMED_OUT))
        .hasMessageContaining("sleep 300")
        .hasMessageContaining("within 500 ms");
    assertThat(pid.lives()).isFalse();
  }

  @Test
  void endsADescendantInAnotherSessionAtTheTimeLimit() {
    Command command =
        Command.shell("setsid bash -c 'echo $$ > " + pid + "; exec sleep 300'; true").within(SHORT);

    assertThatThrownBy(() -> runner.run(command)).isInstanceOf(AgentException.class);
    assertThat(pid.lives()).isFalse();
  }

  @Test
  void killsWhatDoesNotListen() {
    Command command = Command.shell("trap '' TERM; echo $$ > " + pid + "; " + LOOP).within(SHORT);

    assertThatThrownBy(() -> runner.run(command)).hasMessageContaining("did not end within");
    assertThat(pid.lives()).isFalse();
  }

  @Test
  void onlyAsksWhatIsNeverToBeKilled() {
    Command command =
        Command.shell("trap '' TERM; echo $$ > " + pid + "; " + LOOP).within(SHORT).neverKilled();
    try {
      assertThatThrownBy(() -> runner.run(command))
          .hasMessageContaining("was asked to end, but these still run: " + pid.pid() + " (bash)");
      assertThat(pid.lives()).isTrue();
    } finally {
      pid.kill();
    }
  }

  @Test
  void endsWhatListensThoughItIsNeverToBeKilled() {
    Command command = Command.shell("echo $$ > " + pid + "; " + LOOP).within(SHORT).neverKilled();

    assertThatThrownBy(() -> runner.run(command)).hasMessageEndingWith("was asked to end");
    assertThat(pid.lives()).isFalse();
  }

  @Test
  void endsTheTreeOfAnInterruptedCaller() throws Exception {
    FutureTask<Object> run =
        new FutureTask<>(
            () -> runner.run(Command.shell("sleep 300 & echo $! > " + pid + "; wait")));
    Thread caller = new Thread(run, "interrupted-caller");
    caller.start();
    assertThat(pid.lives()).isTrue();

    caller.interrupt();

    assertThatThrownBy(run::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(pid.lives()).isFalse();
  }

  @Test
  void endsWhatACommandLeavesThoughItHoldsThePipe() throws Exception {
    String output = runner.run(Command.shell("sleep 300 & echo $! > " + pid + "; echo x")).stdout();

    assertThat(output).isEqualTo("x\n");
    assertThat(pid.lives()).isFalse();
  }

  @Test
  void doesNotWaitForAProcessThatGotAwayWithThePipe() throws Exception {
    Command command =
        Command.shell(
            "(setsid bash -c 'echo $$ > " + pid + "; exec sleep 300' &); sleep 0.2; echo x");
    try {
      assertThat(runner.run(command.within(Duration.ofSeconds(20))).stdout()).isEqualTo("x\n");
    } finally {
      pid.kill();
    }
  }

  @Test
  void letsAProcessSubstitutionFinish() throws Exception {
    Path copy = directory.resolve("copy");

    runner.run(Command.shell("echo x | tee >(sleep 0.1; cat > " + copy + ") > /dev/null"));

    assertThat(copy).hasContent("x");
  }

  @Test
  void leavesADaemonThatIsMeantToStay() throws Exception {
    Command command =
        Command.shell("sleep 300 & echo $! > " + pid + "; echo out; echo err >&2").leavingDaemon();
    try {
      var result = runner.run(command.within(Duration.ofSeconds(10)));

      assertThat(result.stdout()).isEqualTo("out\n");
      assertThat(result.stderr()).isEqualTo("err\n");
      assertThat(result.took()).isLessThan(Duration.ofSeconds(5));
      assertThat(pid.lives()).isTrue();
    } finally {
      pid.kill();
    }
  }

  @Test
  void endsACommandThatLeavesADaemonAtItsTimeLimit() {
    Command command =
        Command.shell("sleep 300 & echo $! > " + pid + "; wait").leavingDaemon().within(SHORT);

    assertThatThrownBy(() -> runner.run(command)).hasMessageContaining("within 500 ms");
    assertThat(pid.lives()).isFalse();
  }

  @Test
  void leavesACommandAloneAtItsTimeLimitThatWaitsForAServer() {
    Command command =
        Command.shell("sleep 300 & echo $! > " + pid + "; wait").leftAtItsLimit().within(SHORT);

    try {
      assertThatThrownBy(() -> runner.run(command))
          .hasFieldOrPropertyWithValue("code", ErrorCode.TIMED_OUT)
          .hasMessageContaining("did not end within 500 ms and goes on");
      assertThat(pid.lives()).isTrue();
    } finally {
      pid.kill();
    }
  }

  @Test
  void leavesNoFilesOfADaemonsOutput() throws Exception {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (var before = Files.list(temporary)) {
      long files = before.filter(EndingOfCommandsTest::isSpool).count();
      runner.run(Command.of("echo", "x").leavingDaemon());
      try (var after = Files.list(temporary)) {
        assertThat(after.filter(EndingOfCommandsTest::isSpool).count()).isEqualTo(files);
      }
    }
  }

  private static boolean isSpool(Path file) {
    return file.getFileName().toString().startsWith("orchestrator-agent-");
  }
}
