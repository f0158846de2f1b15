package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FakeTransferTest {
  @Test
  void keepsWhatTheTransportReports() throws Exception {
    try (FakeTransfer transfer = new FakeTransfer()) {
      transfer.phase("waiting");
      transfer.transferred(7);
      transfer.transferred(5);
      assertThat(transfer.awaitListening(Duration.ofMillis(1))).isFalse();
      transfer.listening();
      assertThat(transfer.awaitListening(Duration.ZERO)).isTrue();
      assertThat(transfer.timesListening()).isEqualTo(1);
      assertThat(transfer.phases()).containsExactly("waiting");
      assertThat(transfer.totals()).containsExactly(7L, 5L);
      assertThat(transfer.transferred()).isEqualTo(7);
    }
  }

  @Test
  void endsItsProcessesAndInterruptsTheWorkerAtAnAbort() throws Exception {
    FakeTransfer transfer = new FakeTransfer();
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch started = new CountDownLatch(1);
    Thread worker =
        new Thread(
            () -> {
              try (RunningCommand running =
                  transfer.commands().start(Command.of("sleep", "60").withoutLimit())) {
                started.countDown();
                running.waitFor();
              } catch (InterruptedException expected) {
                interrupted.set(true);
              }
            });
    worker.start();
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    // A process has no command line yet while it becomes that program.
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(transfer.processes()).singleElement().asString().contains("sleep 60"));
    transfer.abort(worker);
    worker.join(10_000);
    assertThat(interrupted).isTrue();
    assertThat(transfer.processes()).isEmpty();
  }

  @Test
  void runsProgramsByAnotherRunner() throws Exception {
    try (FakeTransfer transfer = new FakeTransfer(new ScriptedCommands().prints("x", "nc"))) {
      assertThat(transfer.commands().run(Command.of("nc", "-l")).stdout()).isEqualTo("x");
    }
  }
}
