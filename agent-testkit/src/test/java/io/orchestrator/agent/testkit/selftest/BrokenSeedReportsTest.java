package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.seed.FakeSeedTransport;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transports that tell the host one thing wrongly each. */
@Tag("selftest")
class BrokenSeedReportsTest {
  @Test
  void oneThatNeverSaysThatItListensFails() {
    assertThat(ContractRun.complaintOf(NeverListens.class, "movesASingleFile"))
        .contains("must call listening()");
  }

  static class NeverListens extends BrokenSeedContract.Hasty {
    NeverListens() {
      super(BrokenTransport.telling(SilentTransfer::new));
    }
  }

  @Test
  void oneThatSaysTwiceThatItListensFails() {
    assertThat(
            ContractRun.complaintOf(
                ListensTwice.class, "saysOnceThatItListens", "movesASingleFile"))
        .contains("calls of listening(): once");
  }

  static class ListensTwice extends BrokenSeedContract {
    ListensTwice() {
      super(
          BrokenTransport.telling(
              transfer ->
                  new ChangedTransfer(transfer) {
                    @Override
                    public void listening() {
                      super.listening();
                      super.listening();
                    }
                  }));
    }
  }

  @Test
  void oneThatSaysTooEarlyThatItListensFails() {
    assertThat(ContractRun.complaintOf(ListensTooEarly.class, "doesNotTakeASilentVisitorForASeed"))
        .contains("call it when the port is open, not before");
  }

  static class ListensTooEarly extends BrokenSeedContract {
    ListensTooEarly() {
      super(
          BrokenTransport.receiving(
              (good, request, transfer) -> {
                transfer.listening();
                stayDeaf();
                return good.run(request, new SilentTransfer(transfer));
              }));
    }
  }

  @Test
  void oneThatDoesNotSayWhatItDoesFails() {
    assertThat(ContractRun.complaintOf(SaysNothing.class, "saysWhatItDoes", "movesASingleFile"))
        .contains("tell people what is being done");
  }

  static class SaysNothing extends BrokenSeedContract {
    SaysNothing() {
      super(
          BrokenTransport.telling(
              transfer ->
                  new ChangedTransfer(transfer) {
                    @Override
                    public void phase(String phase) {}
                  }));
    }
  }

  @Test
  void oneThatSaysItsPhasesInManyLinesFails() {
    assertThat(ContractRun.complaintOf(SaysTooMuch.class, "saysWhatItDoes", "movesASingleFile"))
        .contains("a few words in one line");
  }

  static class SaysTooMuch extends BrokenSeedContract {
    SaysTooMuch() {
      super(
          BrokenTransport.telling(
              transfer ->
                  new ChangedTransfer(transfer) {
                    @Override
                    public void phase(String phase) {
                      super.phase(phase + "\nof many lines");
                    }
                  }));
    }
  }

  @Test
  void oneWithoutASummaryFails() {
    assertThat(
            ContractRun.complaintOf(
                SummarisesNothing.class, "saysInOneLineWhatItMoved", "movesASingleFile"))
        .contains("one line for the log");
  }

  static class SummarisesNothing extends BrokenSeedContract {
    SummarisesNothing() {
      super(
          BrokenTransport.receiving(
              (good, request, transfer) -> {
                good.run(request, transfer);
                return new TransferResult(0, "");
              }));
    }
  }

  @Test
  void oneThatTellsNoProgressFails() {
    assertThat(
            ContractRun.complaintOf(
                TellsNoProgress.class, "tellsItsProgressWhileItReceives", "movesASingleFile"))
        .contains("must tell by transferred()");
  }

  static class TellsNoProgress extends BrokenSeedContract.Hasty {
    TellsNoProgress() {
      super(
          BrokenTransport.telling(
              transfer ->
                  new ChangedTransfer(transfer) {
                    @Override
                    public void transferred(long total) {}
                  }));
    }
  }

  @Test
  void oneThatTellsItsProgressInStepsFails() {
    assertThat(
            ContractRun.complaintOf(
                TellsSteps.class, "tellsItsProgressWhileItReceives", "movesASingleFile"))
        .contains("it is the total since the start");
  }

  static class TellsSteps extends BrokenSeedContract {
    TellsSteps() {
      super(
          BrokenTransport.telling(
              transfer ->
                  new ChangedTransfer(transfer) {
                    private long before;

                    @Override
                    public void transferred(long total) {
                      super.transferred(Math.min(1000, total - before));
                      before = total;
                    }
                  }));
    }
  }

  @Test
  void oneThatChangesItsMindFails() {
    assertThat(
            ContractRun.complaintOf(
                ChangesItsMind.class, "tellsTheSameOfItselfAtEachCall", "movesASingleFile"))
        .contains("resumes() must be the same at each call");
  }

  static class ChangesItsMind extends BrokenSeedContract {
    ChangesItsMind() {
      super(
          new FakeSeedTransport() {
            private final AtomicInteger calls = new AtomicInteger();

            @Override
            public boolean resumes() {
              return calls.getAndIncrement() > 0;
            }
          });
    }
  }
}
