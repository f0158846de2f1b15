package io.orchestrator.agent.live.logical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PulseTest {
  @Test
  void showsTheSourceThatItsTargetLives() throws Exception {
    try (FakeTransfer transfer = new FakeTransfer();
        PipedInputStream in = new PipedInputStream();
        PipedOutputStream out = new PipedOutputStream(in);
        Pulse pulse = new Pulse(out)) {
      pulse.start();
      new PulseWatch(in, new Progress(transfer)).awaitReady();
      Awaitility.await("beats count as progress").until(() -> transfer.transferred() > 0);
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
