package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.seed.FakeSeedTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
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
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              try {
                return super.receive(request, transfer);
              } catch (AgentException cut) {
                if (cut.code() == ErrorCode.CORRUPT_DATA) {
                  return CLAIMED;
                }
                throw cut;
              }
            }
          });
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
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult send(SendRequest request, Transfer transfer)
                throws InterruptedException {
              try {
                return super.send(request, transfer);
              } catch (AgentException swallowed) {
                return CLAIMED;
              }
            }
          });
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
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              try {
                return super.receive(request, transfer);
              } catch (AgentException cut) {
                try {
                  Files.deleteIfExists(request.datadir().resolve("z2"));
                } catch (IOException failed) {
                  throw new UncheckedIOException(failed);
                }
                return CLAIMED;
              }
            }
          });
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
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              transfer.listening();
              return CLAIMED;
            }
          });
    }
  }
}
