package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.seed.FakeSeedTransport;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transports that do not cope with one visitor, port, peer or disk each. */
@Tag("selftest")
class BrokenSeedPeersTest {
  @Test
  void oneThatTakesRubbishFails() {
    assertThat(
            ContractRun.complaintOf(
                TakesRubbish.class, "doesNotTakeRubbishForASeed", "movesASingleFile"))
        .contains("sent what is no seed");
  }

  static class TakesRubbish extends BrokenSeedContract {
    TakesRubbish() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              try {
                return super.receive(request, transfer);
              } catch (AgentException failed) {
                if (failed.code() == ErrorCode.CORRUPT_DATA) {
                  return CLAIMED;
                }
                throw failed;
              }
            }
          });
    }
  }

  @Test
  void oneThatWaitsForeverFails() {
    assertThat(
            ContractRun.complaintOf(
                WaitsForever.class, "failsToReceiveIfNobodyConnects", "movesASingleFile"))
        .contains("no sender came within the connectLimit")
        .contains("has not come to an end");
  }

  static class WaitsForever extends BrokenSeedContract.Hasty {
    WaitsForever() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              return super.receive(
                  new ReceiveRequest(
                      request.seed(),
                      request.datadir(),
                      request.listenAddress(),
                      request.port(),
                      Duration.ofMinutes(1)),
                  transfer);
            }
          });
    }
  }

  @Test
  void oneThatBlamesItselfFails() {
    assertThat(
            ContractRun.complaintOf(
                BlamesItself.class, "failsToSendIfNobodyListens", "movesASingleFile"))
        .contains("can't be reached: its code");
  }

  static class BlamesItself extends BrokenSeedContract {
    BlamesItself() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult send(SendRequest request, Transfer transfer)
                throws InterruptedException {
              try {
                return super.send(request, transfer);
              } catch (AgentException failed) {
                throw new AgentException(ErrorCode.INTERNAL, failed.getMessage(), failed);
              }
            }
          });
    }
  }

  @Test
  void oneThatListensOnATakenPortFails() {
    assertThat(ContractRun.complaintOf(ListensAnyway.class, "failsToReceiveOnAPortThatIsTaken"))
        .contains("calls of listening() of a receiver that does not");
  }

  static class ListensAnyway extends BrokenSeedContract {
    ListensAnyway() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              transfer.listening();
              return super.receive(
                  request,
                  new ChangedTransfer(transfer) {
                    @Override
                    public void listening() {}
                  });
            }
          });
    }
  }

  @Test
  @RequiresRoot
  void oneThatDoesNotNameAFullDiskFails() {
    assertThat(
            ContractRun.complaintOf(
                HidesAFullDisk.class, "failsToReceiveWhenTheDiskIsFull", "movesASingleFile"))
        .contains("tells an operator to make room");
  }

  static class HidesAFullDisk extends BrokenSeedContract {
    HidesAFullDisk() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              try {
                return super.receive(request, transfer);
              } catch (AgentException failed) {
                throw new AgentException(ErrorCode.IO_FAILED, failed.getMessage(), failed);
              }
            }
          });
    }
  }

  @Test
  @RequiresRoot
  void oneThatIgnoresAFullDiskFails() {
    assertThat(
            ContractRun.complaintOf(
                IgnoresAFullDisk.class, "failsToReceiveWhenTheDiskIsFull", "movesASingleFile"))
        .contains("the target's disk is full");
  }

  static class IgnoresAFullDisk extends BrokenSeedContract {
    IgnoresAFullDisk() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              try {
                return super.receive(request, transfer);
              } catch (AgentException cut) {
                if (cut.code() == ErrorCode.RESOURCES_EXHAUSTED) {
                  return CLAIMED;
                }
                throw cut;
              }
            }
          });
    }
  }
}
