package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReceiveRequest;
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
      super(BrokenTransport.failingToReceive(BrokenTransport.claiming(ErrorCode.CORRUPT_DATA)));
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
          BrokenTransport.askedToReceive(
              request ->
                  new ReceiveRequest(
                      request.seed(),
                      request.datadir(),
                      request.listenAddress(),
                      request.port(),
                      Duration.ofMinutes(1))));
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
      super(BrokenTransport.failingToSend(BrokenTransport.calling(ErrorCode.INTERNAL)));
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
          BrokenTransport.receiving(
              (good, request, transfer) -> {
                transfer.listening();
                return good.run(request, new SilentTransfer(transfer));
              }));
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
      super(BrokenTransport.failingToReceive(BrokenTransport.calling(ErrorCode.IO_FAILED)));
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
          BrokenTransport.failingToReceive(
              BrokenTransport.claiming(ErrorCode.RESOURCES_EXHAUSTED)));
    }
  }
}
