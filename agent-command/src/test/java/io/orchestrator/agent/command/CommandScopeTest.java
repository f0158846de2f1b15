package io.orchestrator.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.RunningCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CommandScopeTest {
  @TempDir Path directory;

  private final ProcessRunner runner = new ProcessRunner(false);
  private final String marker = UUID.randomUUID().toString();
  private final CommandScope scope = runner.scope(marker);
  private PidFile pid;

  @BeforeEach
  void nameThePidFile() {
    pid = PidFile.in(directory);
  }

  @AfterEach
  void endEverything() {
    scope.close();
  }

  @Test
  void marksItsProcesses() throws Exception {
    assertThat(scope.run(Command.shell("echo $ORCHESTRATOR_AGENT_SEED")).stdout())
        .isEqualTo(marker + "\n");
  }

  @Test
  void doesNotMarkWhatIsToStay() throws Exception {
    Command command = Command.shell("echo \"<$ORCHESTRATOR_AGENT_SEED>\"").leavingDaemon();

    assertThat(scope.run(command).stdout()).isEqualTo("<>\n");
  }

  @Test
  void endsAPipeline() throws Exception {
    RunningCommand pipeline =
        scope.start(
            Command.shell("yes | (echo $BASHPID > " + pid + "; exec cat) | cat >/dev/null"));
    assertThat(pid.lives()).isTrue();

    assertThat(scope.end()).isEmpty();

    assertThat(pid.lives()).isFalse();
    assertThat(pipeline.isAlive()).isFalse();
  }

  @Test
  void endsWhatGotAwayFromItsParentAndSession() throws Exception {
    scope.run(
        Command.shell(
            "(setsid bash -c 'echo $$ > "
                + pid
                + "; exec sleep 300' >/dev/null 2>&1 &);"
                + " until test -s "
                + pid
                + "; do sleep 0.01; done"));
    assertThat(pid.lives()).isTrue();

    assertThat(scope.end()).isEmpty();

    assertThat(pid.lives()).isFalse();
  }

  @Test
  void endsWhatHasLostItsMarkerButNotItsSession() {
    scope.start(Command.shell("env -i sleep 300 & echo $! > " + pid + "; wait"));
    assertThat(pid.lives()).isTrue();

    scope.close();

    assertThat(pid.lives()).isFalse();
  }

  @Test
  void leavesTheDaemonOfACommandThatHasEnded() throws Exception {
    scope.run(Command.shell("sleep 300 & echo $! > " + pid).leavingDaemon());
    try {
      scope.activity();
      assertThat(scope.end()).isEmpty();

      assertThat(pid.lives()).isTrue();
    } finally {
      pid.kill();
    }
  }

  @Test
  void endsACommandThatWouldLeaveADaemonIfItStillRuns() {
    scope.start(Command.shell("echo $$ > " + pid + "; sleep 300").leavingDaemon());
    assertThat(pid.lives()).isTrue();

    scope.close();

    assertThat(pid.lives()).isFalse();
  }

  @Test
  void leavesOtherScopesAlone() {
    try (CommandScope other = runner.scope(UUID.randomUUID().toString())) {
      RunningCommand sleep = other.start(Command.of("sleep", "300"));

      scope.close();

      assertThat(sleep.isAlive()).isTrue();
    }
  }

  @Test
  void startsNothingAfterItsEnd() {
    scope.close();

    assertAborted(() -> scope.start(Command.of("true")));
    assertAborted(() -> scope.run(Command.of("true")));
    assertAborted(() -> scope.tryRun(Command.of("true")));
  }

  @Test
  void tellsACallerThatItsCommandWasAborted() {
    FutureTask<Object> run =
        new FutureTask<>(() -> scope.tryRun(Command.shell("echo $$ > " + pid + "; sleep 300")));
    Thread caller = new Thread(run, "caller");
    caller.start();
    assertThat(pid.lives()).isTrue();

    scope.close();

    assertThatThrownBy(run::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .satisfies(CommandScopeTest::isAborted);
  }

  @Test
  void letsNoCommandEscapeThatIsStartedWhileItEnds() throws Exception {
    List<FutureTask<Void>> starters = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      FutureTask<Void> starter = new FutureTask<>(this::startUntilRefused);
      starters.add(starter);
      new Thread(starter, "starter-" + i).start();
    }
    scope.start(Command.shell("echo $$ > " + pid + "; sleep 300"));
    assertThat(pid.lives()).isTrue();

    scope.close();

    for (FutureTask<Void> starter : starters) {
      assertThatThrownBy(starter::get).cause().satisfies(CommandScopeTest::isAborted);
    }
    Set<String> markers = Set.of(marker);
    assertThat(ProcessTable.read()).noneMatch(process -> Marker.isOn(process, markers));
  }

  private Void startUntilRefused() throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      scope.tryRun(Command.shell("setsid sleep 0.05"));
    }
    return null;
  }

  private static void assertAborted(ThrowingCallable call) {
    assertThatThrownBy(call).satisfies(CommandScopeTest::isAborted);
  }

  private static void isAborted(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            AgentException.class,
            exception -> assertThat(exception.code()).isEqualTo(ErrorCode.ABORTED));
  }
}
