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
import java.nio.file.Path;
import java.util.Comparator;
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
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              transfer.listening();
              stayDeaf();
              throw new AgentException(ErrorCode.TIMED_OUT, "waited for five seconds");
            }
          });
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
          new FakeSeedTransport() {
            @Override
            public TransferResult send(SendRequest request, Transfer transfer)
                throws InterruptedException {
              stayDeaf();
              throw new AgentException(ErrorCode.TIMED_OUT, "tried for five seconds");
            }
          });
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
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              try {
                return super.receive(request, transfer);
              } catch (InterruptedException aborted) {
                try {
                  for (Path path :
                      SpoilingTransport.entries(request.datadir()).stream()
                          .sorted(Comparator.reverseOrder())
                          .toList()) {
                    Files.delete(path);
                  }
                } catch (IOException failed) {
                  throw new UncheckedIOException(failed);
                }
                throw aborted;
              }
            }
          });
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
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              Thread.interrupted();
              return super.receive(request, transfer);
            }
          });
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
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult send(SendRequest request, Transfer transfer)
                throws InterruptedException {
              Thread.interrupted();
              return super.send(request, transfer);
            }
          });
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
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              try {
                return super.receive(request, transfer);
              } catch (InterruptedException aborted) {
                throw new AgentException(ErrorCode.PEER_FAILED, "The peer went away", aborted);
              }
            }
          });
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
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              TransferResult result = super.receive(request, transfer);
              transfer.phase("syncing to disk");
              if (Thread.interrupted()) {
                stayDeaf();
              }
              return result;
            }
          });
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
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult send(SendRequest request, Transfer transfer)
                throws InterruptedException {
              TransferResult result = super.send(request, transfer);
              transfer.phase("checking the source");
              if (Thread.interrupted()) {
                stayDeaf();
              }
              return result;
            }
          });
    }
  }
}
