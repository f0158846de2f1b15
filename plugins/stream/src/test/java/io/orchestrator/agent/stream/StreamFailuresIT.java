package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.command.OtherPrograms;
import io.orchestrator.agent.testkit.live.SmallDisk;
import io.orchestrator.agent.testkit.seed.FakeKeptDatadir;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seeds that can't succeed: both sides say why, by name, and nothing goes on. */
@Tag("stream")
class StreamFailuresIT {
  private static final int MIB = 1 << 20;

  /** What takes seconds at {@link #SLOW}. */
  private static final long BIG = 60L * MIB;

  private static final long SLOW = 20L * MIB;

  @TempDir Path folder;
  private StreamHosts hosts;

  @BeforeEach
  void setUp() throws IOException {
    hosts = new StreamHosts(folder);
  }

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  interface Change {
    void of(Path file) throws IOException;
  }

  /** Changes a file that comes last when the transfer is in its middle. */
  private void changeWhileItIsSent(int size, Change change) throws Exception {
    random("0-first", BIG);
    random("victim", size);
    startSlowly();
    change.of(hosts.source().resolve("victim"));
    hosts.sending().limitRate(0);
  }

  /** Starts, and returns in the middle, seconds before the end. */
  private void startSlowly() {
    hosts.sending().limitRate(SLOW);
    hosts.start();
    awaitMiddle();
  }

  private void awaitMiddle() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(1))
        .until(
            () ->
                hosts.receiving().phases().stream().anyMatch(what -> what.startsWith("receiv"))
                    && hosts.receiving().transferred() > 5 * MIB);
  }

  private void random(String name, long size) throws IOException {
    byte[] noise = new byte[MIB];
    new Random(size).nextBytes(noise);
    try (RandomAccessFile file =
        new RandomAccessFile(hosts.source().resolve(name).toFile(), "rw")) {
      for (long left = size; left > 0; left -= noise.length) {
        file.write(noise, 0, (int) Math.min(left, noise.length));
      }
    }
  }

  private void assertBothSay(String... words) {
    for (Throwable failure : new Throwable[] {failureOf(hosts::sent), failureOf(hosts::received)}) {
      assertThat(failure).isInstanceOf(AgentException.class);
      for (String word : words) {
        assertThat(failure).hasMessageContaining(word);
      }
    }
  }

  private interface Outcome {
    Object get() throws Exception;
  }

  private static Throwable failureOf(Outcome outcome) {
    return org.assertj.core.api.Assertions.catchThrowable(outcome::get);
  }

  @Test
  void namesAFileThatHasChanged() throws Exception {
    changeWhileItIsSent(
        MIB / 2,
        file -> {
          try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.write(1);
          }
        });
    assertBothSay("victim", "has changed");
  }

  @Test
  void namesAFileThatHasGrown() throws Exception {
    changeWhileItIsSent(1000, file -> Files.writeString(file, "x", StandardOpenOption.APPEND));
    assertBothSay("victim", "has grown");
  }

  @Test
  void namesAFileThatHasShrunk() throws Exception {
    changeWhileItIsSent(
        1000,
        file -> {
          try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(7);
          }
        });
    assertBothSay("victim", "has shrunk");
  }

  @Test
  void namesAFileThatHasVanished() throws Exception {
    changeWhileItIsSent(MIB / 2, Files::delete);
    assertBothSay("victim", "vanished");
  }

  @Test
  void namesAFileThatShrinksWhileItsPartsAreOnTheirWay() throws Exception {
    random("victim", BIG);
    startSlowly();
    try (RandomAccessFile open =
        new RandomAccessFile(hosts.source().resolve("victim").toFile(), "rw")) {
      open.setLength(6 * MIB);
    }
    hosts.sending().limitRate(0);
    assertBothSay("victim");
  }

  @Test
  void namesAFolderThatHasGotAFile() throws Exception {
    Path inner = Files.createDirectories(hosts.source().resolve("inner"));
    changeWhileItIsSent(1000, file -> Files.writeString(inner.resolve("new"), "x"));
    assertBothSay("inner", "names in it have come or gone");
  }

  @Test
  void namesAFileThatHasBecomeALink() throws Exception {
    changeWhileItIsSent(
        1000,
        file -> {
          Files.delete(file);
          Files.createSymbolicLink(file, Path.of("/etc/passwd"));
        });
    assertBothSay("victim");
    assertThat(hosts.datadir().resolve("victim")).doesNotExist();
  }

  @Test
  void namesAFileThatRunsAsItsOwner() throws Exception {
    Path file = Files.writeString(hosts.source().resolve("victim"), "x");
    Files.setAttribute(file, "unix:mode", 04755);
    hosts.start();
    assertBothSay("victim", "4755", "chmod ug-s");
    assertThatThrownBy(hosts::sent).hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED);
    assertThat(hosts.datadir()).isEmptyDirectory();
  }

  @Test
  @RequiresRoot
  @RequiresTool({"mount", "umount"})
  void namesAFileWithMoreExtendedAttributesThanCanBeSent() throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("small"), "20m")) {
      Files.writeString(disk.path().resolve("ibdata1"), "data");
      Path victim = Files.writeString(disk.path().resolve("victim"), "x");
      Assumptions.assumeTrue(ExtendedAttributes.areThere(disk.path()), "not on this file system");
      for (String name : List.of("a", "b")) {
        ExtendedAttributes.write(victim, Map.of(name, new byte[40_000]));
      }
      hosts.sendingFrom(disk.path()).start();
      assertBothSay("victim", "extended attributes");
      assertThat(hosts.datadir()).isEmptyDirectory();
    }
  }

  @Test
  void endsBothSidesWhenTheSenderIsAborted() throws Exception {
    random("big", BIG);
    hosts.sending().knowEndReason("it was aborted by an operator");
    startSlowly();
    hosts.abortSender();
    assertThatThrownBy(hosts::sent).hasRootCauseInstanceOf(InterruptedException.class);
    assertThatThrownBy(hosts::received)
        .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED)
        .hasMessageContaining("it was aborted by an operator");
    assertNothingRuns();
  }

  @Test
  void endsBothSidesWhenTheReceiverIsAborted() throws Exception {
    random("big", BIG);
    hosts.receiving().knowEndReason("it was aborted by an operator");
    startSlowly();
    hosts.abortReceiver();
    assertThatThrownBy(hosts::received).hasRootCauseInstanceOf(InterruptedException.class);
    assertThatThrownBy(hosts::sent).hasMessageContaining("it was aborted by an operator");
    assertNothingRuns();
  }

  @Test
  void endsTheLookAtWhatIsThereWhenTheReceiverIsAborted() throws Exception {
    random("big", 400L * MIB);
    Path kept = Files.createDirectories(folder.resolve("kept"));
    Files.copy(hosts.source().resolve("big"), kept.resolve("big"));
    hosts.keeping(new FakeKeptDatadir(kept)).start();
    awaitMiddle();
    hosts.abortReceiver();
    assertThatThrownBy(hosts::received).hasRootCauseInstanceOf(InterruptedException.class);
    assertThatThrownBy(hosts::sent).isInstanceOf(AgentException.class);
    assertNothingRuns();
  }

  @Test
  void showsNoProgressWhileTheDiskHangs() throws Exception {
    hosts.receivingBy(
        commands -> OtherPrograms.of(commands).withScript(folder, "sync", "exec sleep 600"));
    hosts.start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> hosts.receiving().phases().contains("syncing to disk"));
    int before = hosts.receiving().totals().size();
    assertThat(hosts.receivesWithin(Duration.ofSeconds(1))).isFalse();
    assertThat(hosts.receiving().totals()).hasSize(before);
    hosts.abortReceiver();
    assertThatThrownBy(hosts::received).hasRootCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void bringsAllToDiskWhereSyncKnowsNoFileSystems() throws Exception {
    String old =
        "[ $# -eq 0 ] && exec touch "
            + folder.resolve("synced")
            + "\necho \"sync: unrecognized option '$1'\" >&2; exit 1";
    hosts.receivingBy(commands -> OtherPrograms.of(commands).withScript(folder, "sync", old));
    hosts.seed();
    assertThat(folder.resolve("synced")).exists();
  }

  @Test
  void saysThatItCouldNotBringAllToDisk() throws Exception {
    String broken = "[ $# -gt 0 ] || exit 0\necho 'sync: error syncing: I/O error' >&2; exit 1";
    hosts.receivingBy(commands -> OtherPrograms.of(commands).withScript(folder, "sync", broken));
    hosts.start();
    assertBothSay("Could not bring " + hosts.datadir() + " to disk", "I/O error");
  }

  private void assertNothingRuns() throws IOException {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .noneMatch(name -> name.startsWith("seed-") || name.startsWith("stream-")));
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(open.map(StreamFailuresIT::target))
          .noneMatch(path -> path.startsWith(folder.toString()));
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closed) {
      return "";
    }
  }

  @Test
  void refusesADirectoryThatIsNoDatadir() throws Exception {
    Files.move(hosts.source().resolve("ibdata1"), hosts.source().resolve("other"));
    hosts.start();
    assertBothSay("neither ibdata1 nor a folder mysql");
    assertThat(hosts.datadir()).isEmptyDirectory();
  }

  @Test
  @RequiresRoot
  @RequiresTool({"mount", "umount"})
  void refusesWhatDoesNotFitBeforeTheFirstByte() throws Exception {
    random("big", 30L * MIB);
    try (SmallDisk disk = SmallDisk.at(folder.resolve("small"), "20m")) {
      hosts.receivingInto(disk.path()).start();
      assertBothSay("The seed needs 31.", " MB, and the file system of ", " has 2", " MB free");
      assertThatThrownBy(hosts::received)
          .hasFieldOrPropertyWithValue("code", ErrorCode.RESOURCES_EXHAUSTED);
      assertThat(disk.path()).isEmptyDirectory();
    }
  }

  @Test
  @RequiresRoot
  @RequiresTool({"mount", "umount"})
  void namesAFileThatCannotBeTakenFromAnEarlierReceiveWhileBlocksCome() throws Exception {
    Path kept = Files.createDirectories(folder.resolve("kept"));
    random("0-first", 5 * BIG);
    random("1-second", 4 * BIG);
    random("victim", BIG);
    Files.copy(hosts.source().resolve("1-second"), kept.resolve("1-second"));
    try (SmallDisk disk = SmallDisk.at(folder.resolve("small"), "80m")) {
      Path earlier = Files.createDirectories(disk.path().resolve("earlier"));
      Files.copy(hosts.source().resolve("victim"), earlier.resolve("victim"));
      disk.writeProtect();
      hosts.keeping(new FakeKeptDatadir(kept)).after(earlier).start();
      assertBothSay("Could not write victim");
    }
  }

  @Test
  @RequiresRoot
  @RequiresTool({"mount", "umount"})
  void takesSparseFilesThatAreLargerThanTheDisk() throws Exception {
    try (RandomAccessFile file =
        new RandomAccessFile(hosts.source().resolve("sparse").toFile(), "rw")) {
      file.setLength(300L * MIB);
      file.write(7);
    }
    try (SmallDisk disk = SmallDisk.at(folder.resolve("small"), "20m")) {
      hosts.receivingInto(disk.path()).seed();
      assertThat(Files.size(disk.path().resolve("sparse"))).isEqualTo(300L * MIB);
    }
  }

  @Test
  @RequiresRoot
  @RequiresTool({"mount", "umount"})
  void saysThatTheDiskIsFullWhereItFillsMeanwhile() throws Exception {
    random("big", BIG);
    try (SmallDisk disk = SmallDisk.at(folder.resolve("small"), "80m")) {
      hosts.receivingInto(disk.path());
      startSlowly();
      try (RandomAccessFile intruder =
          new RandomAccessFile(disk.path().resolve("intruder").toFile(), "rw")) {
        byte[] chunk = new byte[MIB];
        try {
          while (intruder.length() < 80L * MIB) {
            intruder.write(chunk);
          }
        } catch (IOException full) {
          // So it is.
        }
      }
      hosts.sending().limitRate(0);
      assertBothSay("the file system is full");
      assertThatThrownBy(hosts::received)
          .hasFieldOrPropertyWithValue("code", ErrorCode.RESOURCES_EXHAUSTED);
    }
  }
}
