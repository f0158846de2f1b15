package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.TransferResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transports that do not feel one abort or interrupt each. */
@Tag("selftest")
class BrokenSeedAbortsTest {
  @Test
  void oneThatDoesNotFeelAnAbortWhileItWaitsFails() {
    assertThat(
            ContractRun.complaintOf(
                WaitsOn.class, "stopsWaitingForTheSenderWhenItIsAborted", "sendsSnapshots"))
        .contains("aborted while it waited for the sender");
  }

  static class WaitsOn extends BrokenSeedContract.Hasty {
    WaitsOn() {
      super(
          BrokenTransport.receiving(
              (good, request, transfer) -> {
                transfer.listening();
                stayDeaf();
                throw new AgentException(ErrorCode.TIMED_OUT, "waited for five seconds");
              }));
    }
  }

  @Test
  void oneThatDoesNotFeelAnAbortWhileItConnectsFails() {
    assertThat(
            ContractRun.complaintOf(
                TriesOn.class, "stopsTryingToReachTheReceiverWhenItIsAborted", "sendsSnapshots"))
        .contains("aborted while it tried to reach the receiver");
  }

  static class TriesOn extends BrokenSeedContract.Hasty {
    TriesOn() {
      super(
          BrokenTransport.sending(
              (good, request, transfer) -> {
                stayDeaf();
                throw new AgentException(ErrorCode.TIMED_OUT, "tried for five seconds");
              }));
    }
  }

  @Test
  void oneThatClearsUpAfterAFailureFails() {
    assertThat(
            ContractRun.complaintOf(
                ClearsUp.class, "leavesTheDatadirToTheHostWhenItFails", "movesASingleFile"))
        .contains("receive() removes nothing");
  }

  static class ClearsUp extends BrokenSeedContract {
    ClearsUp() {
      super(
          BrokenTransport.receiving(
              (good, request, transfer) -> {
                try {
                  return good.run(request, transfer);
                } catch (InterruptedException aborted) {
                  FolderEntries.delete(request.datadir());
                  throw aborted;
                }
              }));
    }
  }

  @Test
  void oneThatForgetsAnEarlyInterruptFails() {
    assertThat(
            ContractRun.complaintOf(
                ForgetsEarlyInterrupts.class,
                "doesNotBeginToReceiveOnAnInterruptedThread",
                "movesASingleFile"))
        .contains("also an early one");
  }

  static class ForgetsEarlyInterrupts extends BrokenSeedContract.Hasty {
    ForgetsEarlyInterrupts() {
      super(BrokenTransport.beforeReceiving(request -> Thread.interrupted()));
    }
  }

  @Test
  void oneThatSendsOnAnInterruptedThreadFails() {
    assertThat(
            ContractRun.complaintOf(
                SendsInterrupted.class,
                "doesNotBeginToSendOnAnInterruptedThread",
                "movesASingleFile"))
        .contains("also an early one");
  }

  static class SendsInterrupted extends BrokenSeedContract.Hasty {
    SendsInterrupted() {
      super(BrokenTransport.beforeSending(request -> Thread.interrupted()));
    }
  }

  @Test
  void oneThatTakesAnInterruptForAFailureFails() {
    assertThat(
            ContractRun.complaintOf(
                BlamesThePeer.class,
                "doesNotBeginToReceiveOnAnInterruptedThread",
                "movesASingleFile"))
        .contains("an abort is no failure");
  }

  static class BlamesThePeer extends BrokenSeedContract {
    BlamesThePeer() {
      super(
          BrokenTransport.receiving(
              (good, request, transfer) -> {
                try {
                  return good.run(request, transfer);
                } catch (InterruptedException aborted) {
                  throw new AgentException(ErrorCode.PEER_FAILED, "The peer went away", aborted);
                }
              }));
    }
  }

  @Test
  void oneThatIsDeafInAPhaseOfReceivingFails() {
    assertThat(
            ContractRun.complaintOf(
                SyncsDeafly.class, "canBeAbortedInEachPhaseOfReceiving", "movesASingleFile"))
        .contains("aborted in its phase \"syncing to disk\"")
        .contains("has not come to an end");
  }

  static class SyncsDeafly extends BrokenSeedContract.Hasty {
    SyncsDeafly() {
      super(BrokenTransport.receiving(endingDeafly("syncing to disk")));
    }
  }

  @Test
  void oneThatIsDeafInAPhaseOfSendingFails() {
    assertThat(
            ContractRun.complaintOf(
                ChecksDeafly.class, "canBeAbortedInEachPhaseOfSending", "movesASingleFile"))
        .contains("aborted in its phase \"checking the source\"")
        .contains("has not come to an end");
  }

  static class ChecksDeafly extends BrokenSeedContract.Hasty {
    ChecksDeafly() {
      super(BrokenTransport.sending(endingDeafly("checking the source")));
    }
  }

  private static <R> BrokenTransport.Instead<R> endingDeafly(String phase) {
    return (good, request, transfer) -> {
      TransferResult result = good.run(request, transfer);
      transfer.phase(phase);
      if (Thread.interrupted()) {
        BrokenSeedContract.stayDeaf();
      }
      return result;
    };
  }
}
