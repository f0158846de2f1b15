package io.orchestrator.agent.testkit.seed;

import io.orchestrator.agent.api.seed.ReceiveRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link SeedTransportContract} that is about receives after others of the same seed,
 * see {@link ReceiveRequest#earlier()}; of a transport that does not resume nothing is asked.
 */
abstract class SeedResumeContract extends SeedLossContract {
  private record SourceFile(String name, int size) {
    byte[] contents() {
      byte[] noise = new byte[size];
      new Random(size).nextBytes(noise);
      return noise;
    }
  }

  /** What fits into a block, and what takes several. */
  private static final List<SourceFile> FILES =
      List.of(
          new SourceFile("ibdata1", 1_500_000),
          new SourceFile("shop/small.ibd", 99),
          new SourceFile("shop/middle.ibd", 300_000),
          new SourceFile("shop/large.ibd", 5_000_000));

  @Test
  void goesOnAfterAReceiveThatWasEndedInItsMiddle() throws Exception {
    assumeResumes();
    TransferRun receive = rig().receive();
    Relay relay = rig().relay(MIDDLE);
    TransferRun send = sendToTheHold(relay);
    receive.abort();
    relay.release();
    receive.failure("it was ended in the middle", patience());
    requireLostReceiver(send, "the receiver was ended in the middle", patience());
    seedAfter(folders().setAside());
    requireSame("what a receive that was ended in its middle has left");
  }

  @Test
  void completesHalfFilesOfAnEarlierReceive() throws Exception {
    requireSameAfter(
        "the first half of each file", whole -> Arrays.copyOf(whole, whole.length / 2));
  }

  @Test
  void writesWhatAnEarlierReceiveHasOnlyMadeRoomFor() throws Exception {
    requireSameAfter(
        "files of their full size, the second half of which was never written",
        whole -> {
          Arrays.fill(whole, whole.length / 2, whole.length, (byte) 0);
          return whole;
        });
  }

  @Test
  void cutsFilesOfAnEarlierReceiveThatAreTooLong() throws Exception {
    requireSameAfter(
        "files with more behind their end", whole -> Arrays.copyOf(whole, whole.length + 70_000));
  }

  @Test
  void takesNoOtherContentsFromAnEarlierReceive() throws Exception {
    requireSameAfter(
        "files of the same size and time with other contents",
        whole -> {
          for (int index = 0; index < whole.length; index++) {
            whole[index]++;
          }
          return whole;
        });
  }

  @Test
  void takesNoFilesFromAnEarlierReceiveThatTheSourceDoesNotHave() throws Exception {
    assumeResumes();
    Path earlier = fill(UnaryOperator.identity());
    for (String name : List.of("gone.ibd", "shop/gone.ibd", "dropped/t.ibd")) {
      Files.createDirectories(earlier.resolve(name).getParent());
      Files.writeString(earlier.resolve(name), "of a table that was dropped");
    }
    seedAfter(earlier);
    requireSame("files that the source does not have");
  }

  private void requireSameAfter(String what, UnaryOperator<byte[]> left) throws Exception {
    assumeResumes();
    seedAfter(fill(left));
    requireSame(what);
  }

  /** Fills the source, and a folder with what an earlier receive has left of each file. */
  private Path fill(UnaryOperator<byte[]> left) throws Exception {
    Path earlier = folders().makeEarlier();
    Files.createDirectories(folders().source().resolve("shop"));
    Files.createDirectories(earlier.resolve("shop"));
    for (SourceFile file : FILES) {
      Path whole = Files.write(folders().source().resolve(file.name()), file.contents());
      Path stale = Files.write(earlier.resolve(file.name()), left.apply(file.contents()));
      Files.setLastModifiedTime(stale, Files.getLastModifiedTime(whole));
    }
    return earlier;
  }

  private void seedAfter(Path earlier) throws InterruptedException {
    TransferRun receive = rig().receiveAfter(List.of(earlier));
    rig().send().result(patience());
    receive.result(patience());
  }

  private void requireSame(String what) throws Exception {
    assertSame(
        rig(),
        " after a receive whose ReceiveRequest.earlier() had "
            + what
            + ": take from there only what was compared with the source's contents");
  }

  private void assumeResumes() {
    Assumptions.assumeTrue(
        rig().source().usesWire() && rig().source().resumes(),
        "this transport does not go on after an earlier receive");
  }
}
