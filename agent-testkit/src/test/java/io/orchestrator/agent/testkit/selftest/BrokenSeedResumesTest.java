package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.seed.FakeWireTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transports that go on after an earlier receive, and trust in what that has left. */
@Tag("selftest")
class BrokenSeedResumesTest {
  private static final String CUT = "goesOnAfterAReceiveThatWasEndedInItsMiddle";
  private static final String HALF = "completesHalfFilesOfAnEarlierReceive";
  private static final String UNWRITTEN = "writesWhatAnEarlierReceiveHasOnlyMadeRoomFor";
  private static final String LONGER = "cutsFilesOfAnEarlierReceiveThatAreTooLong";
  private static final String OTHER = "takesNoOtherContentsFromAnEarlierReceive";
  private static final String GONE = "takesNoFilesFromAnEarlierReceiveThatTheSourceDoesNotHave";

  @Test
  void oneThatTakesNothingPasses() {
    assertThat(
            ContractRun.failuresOf(
                TakesNothing.class, CUT, HALF, UNWRITTEN, LONGER, OTHER, GONE, "movesASingleFile"))
        .isEmpty();
  }

  static class TakesNothing extends BrokenSeedContract {
    TakesNothing() {
      super(new FakeWireTransport());
    }
  }

  @Test
  void oneThatTrustsBlindlyFails() {
    assertThat(
            ContractRun.failuresOf(
                TrustsBlindly.class, CUT, HALF, UNWRITTEN, LONGER, OTHER, GONE, "movesASingleFile"))
        .containsExactlyInAnyOrder(CUT, HALF, UNWRITTEN, LONGER, OTHER, GONE);
  }

  static class TrustsBlindly extends BrokenSeedContract {
    TrustsBlindly() {
      super(taking((left, received) -> true));
    }
  }

  @Test
  void oneThatGoesBySizeAndTimeFails() {
    assertThat(ContractRun.complaintOf(GoesBySize.class, OTHER, HALF, LONGER, GONE))
        .contains("earlier() had files of the same size and time with other contents")
        .contains("take from there only what was compared with the source's contents")
        .contains("has other content from byte 0");
    assertThat(ContractRun.complaintOf(GoesBySize.class, UNWRITTEN, HALF))
        .contains("the second half of which was never written");
  }

  static class GoesBySize extends BrokenSeedContract {
    GoesBySize() {
      super(
          taking(
              (left, received) ->
                  Files.exists(received)
                      && Files.size(left) == Files.size(received)
                      && millis(left) == millis(received)));
    }
  }

  @Test
  void oneThatTakesHalfFilesFails() {
    assertThat(ContractRun.complaintOf(TakesHalfFiles.class, HALF, OTHER, LONGER, GONE))
        .contains("earlier() had the first half of each file")
        .contains("has size 5000000, and in the copy 2500000");
  }

  static class TakesHalfFiles extends BrokenSeedContract {
    TakesHalfFiles() {
      super(
          taking(
              (left, received) ->
                  Files.exists(received) && Files.size(left) < Files.size(received)));
    }
  }

  @Test
  void oneThatKeepsTheEndsOfLongerFilesFails() {
    assertThat(ContractRun.complaintOf(KeepsLongerFiles.class, LONGER, OTHER, HALF, GONE))
        .contains("earlier() had files with more behind their end");
  }

  static class KeepsLongerFiles extends BrokenSeedContract {
    KeepsLongerFiles() {
      super(
          taking(
              (left, received) ->
                  Files.exists(received) && Files.size(left) > Files.size(received)));
    }
  }

  @Test
  void oneThatKeepsFilesThatAreGoneFails() {
    assertThat(ContractRun.complaintOf(KeepsOldFiles.class, GONE, OTHER, HALF, LONGER))
        .contains("earlier() had files that the source does not have")
        .contains("dropped/t.ibd");
  }

  static class KeepsOldFiles extends BrokenSeedContract {
    KeepsOldFiles() {
      super(taking((left, received) -> Files.notExists(received)));
    }
  }

  private static long millis(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis();
  }

  private interface Trust {
    boolean in(Path left, Path received) throws IOException;
  }

  /** In the end has the files that an earlier receive has left, as far as it trusts in them. */
  private static SeedTransport taking(Trust trust) {
    return new FakeWireTransport() {
      @Override
      public TransferResult receive(ReceiveRequest request, Transfer transfer)
          throws InterruptedException {
        TransferResult result = super.receive(request, transfer);
        try {
          for (Path folder : request.earlier()) {
            take(folder, request.datadir(), trust);
          }
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
        return result;
      }
    };
  }

  private static void take(Path folder, Path datadir, Trust trust) throws IOException {
    for (Path left : FolderEntries.in(folder)) {
      Path received = datadir.resolve(folder.relativize(left));
      if (Files.isRegularFile(left) && trust.in(left, received)) {
        Files.createDirectories(received.getParent());
        Files.write(received, Files.readAllBytes(left));
        Files.setLastModifiedTime(received, Files.getLastModifiedTime(left));
      }
    }
  }
}
