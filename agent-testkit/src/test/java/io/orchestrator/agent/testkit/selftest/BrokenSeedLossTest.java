package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transports that do not see one loss each. */
@Tag("selftest")
class BrokenSeedLossTest {
  @Test
  void oneThatTakesACutForTheEndFails() {
    assertThat(
            ContractRun.failuresOf(
                TakesACutForTheEnd.class,
                "failsToReceiveWhenTheSenderIsAborted",
                "failsOnBothSidesWhenTheConnectionIsCut",
                "failsOnBothSidesWhenTheConnectionIsCutAtItsStart",
                "failsToReceiveWhenTheConnectionIsCutWithinTheLastFile",
                "doesNotTakeASilentVisitorForASeed",
                "failsToReceiveIfNobodyConnects"))
        .containsExactly(
            "doesNotTakeASilentVisitorForASeed",
            "failsOnBothSidesWhenTheConnectionIsCut",
            "failsOnBothSidesWhenTheConnectionIsCutAtItsStart",
            "failsToReceiveWhenTheConnectionIsCutWithinTheLastFile",
            "failsToReceiveWhenTheSenderIsAborted");
  }

  static class TakesACutForTheEnd extends BrokenSeedContract {
    TakesACutForTheEnd() {
      super(BrokenTransport.failingToReceive(BrokenTransport.claiming(ErrorCode.CORRUPT_DATA)));
    }
  }

  @Test
  void oneThatSendsWithoutCaringForTheReceiverFails() {
    assertThat(
            ContractRun.failuresOf(
                SendsIntoTheVoid.class,
                "failsToSendWhenTheReceiverIsAborted",
                "failsToSendIfNobodyListens",
                "movesASingleFile"))
        .containsExactly("failsToSendIfNobodyListens", "failsToSendWhenTheReceiverIsAborted");
  }

  static class SendsIntoTheVoid extends BrokenSeedContract {
    SendsIntoTheVoid() {
      super(BrokenTransport.failingToSend(swallowed -> BrokenTransport.CLAIMED));
    }
  }

  @Test
  void oneThatDoesNotBlameTheTargetForItsLossFails() {
    assertThat(
            ContractRun.complaintOf(
                BlamesItsTool.class, "failsOnBothSidesWhenTheConnectionIsCut", "movesASingleFile"))
        .contains("the connection was cut in the middle: the code of what send() throws")
        .contains("look at the target and the network");
    assertThat(
            ContractRun.complaintOf(
                BlamesItsTool.class, "failsToSendWhenTheReceiverIsAborted", "sendsSnapshots"))
        .contains("the receiver was aborted in the middle: the code of what send() throws");
  }

  static class BlamesItsTool extends BrokenSeedContract {
    BlamesItsTool() {
      super(BrokenTransport.failingToSend(BrokenTransport.calling(ErrorCode.COMMAND_FAILED)));
    }
  }

  @Test
  void oneThatMissesTheLastByteFails() {
    assertThat(
            ContractRun.complaintOf(
                MissesTheLastByte.class,
                "hasEverythingIfItReturnsThoughTheLastByteWasCut",
                "movesASingleFile"))
        .contains("differences between the source");
  }

  static class MissesTheLastByte extends BrokenSeedContract {
    MissesTheLastByte() {
      super(
          BrokenTransport.receiving(
              (good, request, transfer) -> {
                try {
                  return good.run(request, transfer);
                } catch (AgentException cut) {
                  Files.deleteIfExists(request.datadir().resolve("z2"));
                  return BrokenTransport.CLAIMED;
                }
              }));
    }
  }

  @Test
  void oneThatReturnsBeforeTheEndFails() {
    assertThat(ContractRun.complaintOf(ReturnsEarly.class, "movesASingleFile", "sendsSnapshots"))
        .contains("it must return only when all has");
  }

  static class ReturnsEarly extends BrokenSeedContract.Hasty {
    ReturnsEarly() {
      super(
          BrokenTransport.receiving(
              (good, request, transfer) -> {
                transfer.listening();
                return BrokenTransport.CLAIMED;
              }));
    }
  }
}
