package io.orchestrator.agent.live.logical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PulseTest {
  @Test
  void showsTheSourceThatItsTargetLives() throws Exception {
    try (FakeTransfer transfer = new FakeTransfer();
        PipedInputStream in = new PipedInputStream();
        PipedOutputStream out = new PipedOutputStream(in);
        Pulse pulse = new Pulse(out)) {
      PulseWatch watch = new PulseWatch(in, new Progress(transfer));
      CompletableFuture<Void> ready =
          CompletableFuture.runAsync(
              () -> {
                try {
                  watch.awaitReady();
                } catch (IOException failed) {
                  throw new UncheckedIOException(failed);
                }
              });
      pulse.start();
      Awaitility.await("beats count as progress").until(() -> transfer.transferred() > 0);
      assertThat(ready).isNotDone();
      pulse.ready();
      Awaitility.await("it is ready").until(ready::isDone);
      ready.join();
    }
  }

  @Test
  void doesNotTakeAnotherAnswerForOne() {
    try (FakeTransfer transfer = new FakeTransfer()) {
      PulseWatch watch =
          new PulseWatch(new ByteArrayInputStream(new byte[] {'x'}), new Progress(transfer));
      assertThatThrownBy(watch::awaitReady)
          .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED);
      assertThat(transfer.totals()).isEmpty();
    }
  }
}
