package io.orchestrator.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.RunningCommand;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScopeActivityTest {
  private final CommandScope scope = new ProcessRunner(false).scope(UUID.randomUUID().toString());

  @AfterEach
  void endEverything() {
    scope.close();
  }

  @Test
  void isNothingWithoutProcesses() {
    assertThat(scope.activity()).isEqualTo(new ScopeActivity(0, 0, 0));
  }

  @Test
  void growsWithTheTimeThatAProcessUses() {
    scope.start(Command.shell("while :; do :; done"));
    long before = scope.activity().cpuTicks();

    await().until(() -> scope.activity().cpuTicks() > before + 5);
  }

  @Test
  void growsWithWhatAProcessReadsAndWrites() {
    scope.start(Command.of("dd", "if=/dev/zero", "of=/dev/null", "bs=1M"));
    long before = scope.activity().ioBytes();

    await().until(() -> scope.activity().ioBytes() > before + (10 << 20));
  }

  @Test
  void standsStillWhenNothingIsDone() {
    RunningCommand sleep = scope.start(Command.of("sleep", "300"));
    await().during(Duration.ofMillis(200)).until(() -> isSleeping(sleep.pid()));
    ScopeActivity before = scope.activity();

    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(5))
        .until(() -> scope.activity().equals(before));
  }

  @Test
  void countsWhatEndedProcessesHaveDone() throws Exception {
    RunningCommand busy = scope.start(Command.shell("while :; do :; done"));
    await().until(() -> scope.activity().cpuTicks() > 5);
    ScopeActivity before = scope.activity();
    busy.close();

    ScopeActivity after = scope.activity();

    assertThat(after.processes()).isZero();
    assertThat(after.cpuTicks()).isGreaterThanOrEqualTo(before.cpuTicks());
    assertThat(after.ioBytes()).isGreaterThanOrEqualTo(before.ioBytes());
  }

  private static boolean isSleeping(long pid) {
    return ProcessTable.find(pid).filter(process -> process.name().equals("sleep")).isPresent();
  }
}
