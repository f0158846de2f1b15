package io.orchestrator.agent.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WirePairTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

  @Test
  void connectsTheEndsOfTwoTransfers() throws Exception {
    try (WirePair pair = WirePair.connect("fake");
        FakeTransfer sending = new FakeTransfer();
        FakeTransfer receiving = new FakeTransfer()) {
      sending.sendsOver(pair.sender());
      receiving.receivesOver(pair.receiver());
      sending.wireSender().output().write(HELLO);
      sending.wireSender().output().flush();
      assertThat(receiving.wireReceiver().input().readNBytes(HELLO.length)).isEqualTo(HELLO);
    }
  }

  @Test
  void tellsTheReceiverWhyTheSenderFails() throws Exception {
    try (WirePair pair = WirePair.connect("fake")) {
      pair.failSender(new AgentException(ErrorCode.IO_FAILED, "the disk is broken"));
      assertThatThrownBy(() -> pair.receiver().input().read())
          .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED)
          .hasMessageContaining("the disk is broken");
    }
  }

  @Test
  void tellsTheSenderWhyTheReceiverFails() throws Exception {
    try (WirePair pair = WirePair.connect("fake")) {
      pair.failReceiver(new AgentException(ErrorCode.IO_FAILED, "the disk is full"));
      assertThatThrownBy(() -> pair.sender().input().read())
          .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED)
          .hasMessageContaining("the disk is full");
    }
  }

  @Test
  void isNotThereForATransportThatDoesNotUseIt() throws Exception {
    try (FakeTransfer transfer = new FakeTransfer()) {
      assertThatThrownBy(transfer::wireSender)
          .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED);
      assertThatThrownBy(transfer::wireReceiver)
          .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED);
    }
  }
}
