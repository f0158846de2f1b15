package io.orchestrator.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RunningCommandTest {
  @TempDir Path directory;

  private final ProcessRunner runner = new ProcessRunner(false);

  @Test
  void streamsBothWays() throws Exception {
    try (RunningCommand cat = runner.start(Command.shell("cat; echo done >&2; exit 4"))) {
      cat.stdin().write("hello".getBytes(StandardCharsets.UTF_8));
      cat.stdin().close();

      assertThat(cat.stdout().readAllBytes()).asString().isEqualTo("hello");
      CommandResult result = cat.waitFor();
      assertThat(result.exitCode()).isEqualTo(4);
      assertThat(result.stdout()).isEmpty();
      assertThat(result.stderr()).isEqualTo("done\n");
    }
  }

  @Test
  void tellsWhatItWroteToStandardErrorWhileItRuns() {
    try (RunningCommand slow = runner.start(Command.shell("echo 1 of 2 >&2; sleep 300"))) {
      await().until(() -> slow.stderr().equals("1 of 2\n"));
      assertThat(slow.isAlive()).isTrue();
    }
  }

  @Test
  void streamsMoreThanIsKept() throws Exception {
    try (RunningCommand head =
        runner.start(Command.of("head", "-c", Integer.toString(20 << 20), "/dev/zero"))) {
      long bytes = head.stdout().skip(Long.MAX_VALUE);
      for (int next = head.stdout().read(); next >= 0; next = head.stdout().read()) {
        bytes += 1 + head.stdout().skip(Long.MAX_VALUE);
      }

      assertThat(bytes).isEqualTo(20 << 20);
    }
  }

  @Test
  void endsTheTreeAndTheReadsWhenItIsClosed() throws Exception {
    PidFile pid = PidFile.in(directory);
    RunningCommand running = runner.start(Command.shell("sleep 300 & echo $! > " + pid + "; wait"));
    FutureTask<byte[]> read = new FutureTask<>(() -> running.stdout().readAllBytes());
    Thread reader = new Thread(read, "reader");
    reader.start();
    assertThat(pid.lives()).isTrue();

    running.close();

    assertThat(pid.lives()).isFalse();
    assertThat(running.isAlive()).isFalse();
    assertThat(read.get()).isEmpty();
    running.close();
  }

  @Test
  void endsAtItsTimeLimitThoughNobodyWaits() {
    try (RunningCommand sleep =
        runner.start(Command.of("sleep", "300").within(Duration.ofMillis(300)))) {
      await().until(() -> !sleep.isAlive());

      assertThatThrownBy(sleep::waitFor).hasMessageContaining("within 300 ms");
    }
  }

  @Test
  void goesOnWhenAWaitIsInterrupted() {
    try (RunningCommand sleep = runner.start(Command.of("sleep", "300"))) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(sleep::waitFor).isInstanceOf(InterruptedException.class);
      assertThat(sleep.isAlive()).isTrue();
    }
  }

  @Test
  void closesUninterruptedly() {
    RunningCommand sleep = runner.start(Command.of("sleep", "300"));
    Thread.currentThread().interrupt();

    sleep.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(sleep.isAlive()).isFalse();
  }
}
