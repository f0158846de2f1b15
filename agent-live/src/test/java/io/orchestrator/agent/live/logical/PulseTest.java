package io.orchestrator.agent.live.logical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
  void countsForASourceOnlyWhileItWaitsForTheTarget() throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    try (FakeTransfer transfer = new FakeTransfer();
        PipedInputStream in = new PipedInputStream();
        PipedOutputStream beats = new PipedOutputStream(in)) {
      PulseWatch watch = new PulseWatch(in, new Progress(transfer));
      beats.write(new byte[] {Pulse.BEAT, Pulse.BEAT, Pulse.BEAT});
      watch.awaitReady();
      Awaitility.await("all beats are heard").until(() -> in.available() == 0);
      assertThat(transfer.totals()).isEmpty();
      Thread sender = new Thread(() -> write(watch.around(new SlowOutput(taken))), "sender");
      sender.start();
      Awaitility.await("a beat counts")
          .until(
              () -> {
                beats.write(Pulse.BEAT);
                beats.flush();
                return transfer.transferred() > 0;
              });
      taken.countDown();
      sender.join();
    }
  }

  private static void write(OutputStream out) {
    try {
      out.write(1);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Takes nothing until it is told to. */
  private static final class SlowOutput extends OutputStream {
    private final CountDownLatch taken;

    SlowOutput(CountDownLatch taken) {
      this.taken = taken;
    }

    @Override
    public void write(int single) throws IOException {
      try {
        taken.await();
      } catch (InterruptedException stopped) {
        throw new InterruptedIOException();
      }
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
