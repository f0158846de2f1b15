package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the sender sends, nothing is written outside of the datadir, and the seed fails. */
@Tag("stream")
class HostileSenderIT {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private HostileSender sender;

  @BeforeEach
  void setUp() throws Exception {
    sender = new HostileSender(folder);
  }

  @AfterEach
  void tearDown() {
    sender.close();
  }

  @Test
  void takesWhatIsProper() throws Throwable {
    sender.begin().folder(0, "a").file(2, "f", CONTENT.length).symbolicLink(0, "l", "/etc").end();
    sender.awaitGo().block(3, 0, CONTENT).allSent();
    assertThat(sender.received().summary()).isEqualTo("2 files, 7 bytes");
    assertThat(sender.datadir().resolve("a/f")).hasBinaryContent(CONTENT);
  }

  @Test
  void takesBlocksThatComeTwice() throws Throwable {
    byte[] first = new byte[Blocks.PART];
    new Random(1).nextBytes(first);
    byte[] shared = shared(2, CONTENT);
    sender.begin().file(0, "small", CONTENT.length).file(0, "large", Blocks.PART + 1).end();
    sender.awaitGo();
    for (int round = 0; round < 3; round++) {
      sender.block(3, Blocks.PART, new byte[] {7}).block(3, 0, first).block(0, 0, shared);
      sender.block(2, 0, CONTENT);
    }
    sender.allSent();
    sender.received();
    assertThat(sender.datadir().resolve("small")).hasBinaryContent(CONTENT);
    assertThat(Files.size(sender.datadir().resolve("large"))).isEqualTo(Blocks.PART + 1);
    assertThat(Files.readAllBytes(sender.datadir().resolve("large"))).startsWith(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "/x", "a/b", "x\0y", "/", ".orchestrator-agent-x"})
  void refusesANameThatLeadsElsewhere(String name) throws Exception {
    sender.begin().file(0, name, 3).end();
    assertRefused();
  }

  @Test
  void refusesAPathThatIsTooLong() throws Exception {
    sender.begin();
    int parent = 0;
    for (int depth = 0; depth < 20; depth++) {
      sender.folder(parent, "d".repeat(250));
      parent = depth + 2;
    }
    sender.end();
    assertRefused();
  }

  @Test
  void refusesAFileInAFile() throws Exception {
    sender.begin().file(1, "x", 0).end();
    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2, 3, 1_000_000, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void refusesAFolderThatHasNotComeYet(int parent) throws Exception {
    sender.begin().file(parent, "x", 0).end();
    assertRefused();
  }

  @Test
  void refusesAFileInALink() throws Exception {
    sender.begin().symbolicLink(0, "l", folder.toString()).file(2, "x", 0).end();
    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 2, 3, 9, Integer.MAX_VALUE})
  void refusesAHardLinkToWhatIsNoFile(int first) throws Exception {
    sender.begin().hardLink(0, "x", first).end();
    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE, (1L << 40) + 1, -(1L << 40) - 1})
  void refusesAnAbsurdTime(long seconds) throws Exception {
    sender.begin().fileOf(seconds).end();
    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(ints = {04755, 02755, 06755, 02644})
  void refusesAFileThatRunsAsItsOwner(int mode) throws Exception {
    sender.begin().fileOfMode("shell", mode).end();
    assertRefused();
    assertThatThrownBy(sender::received)
        .hasMessageContaining("shell")
        .hasMessageContaining("chmod");
  }

  @Test
  void refusesMoreExtendedAttributesThanFitIntoMemory() throws Exception {
    sender.begin().fileWith(Map.of("a", new byte[40_000], "b", new byte[40_000])).end();
    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 50) + 1})
  void refusesAnAbsurdSize(long size) throws Exception {
    sender.begin().file(0, "x", size).end();
    assertRefused();
  }

  @Test
  void refusesAbsurdSizesTogether() throws Exception {
    sender.begin();
    for (int number = 0; number < 20; number++) {
      sender.file(0, "x" + number, 1L << 46);
    }
    sender.end();
    assertRefused();
  }

  @Test
  void refusesAListThatIsNotWhatItsEndSays() throws Exception {
    sender.begin().end(new Totals(3, 1, 0, 0));
    assertRefused();
  }

  @Test
  void refusesAListThatDoesNotBeginWithTheDatadir() throws Exception {
    sender.out.writeInt(Format.MAGIC);
    sender.out.writeInt(Format.VERSION);
    sender.file(0, "ibdata1", 0).end();
    assertRefused();
  }

  @Test
  void refusesAnotherVersion() throws Exception {
    sender.out.writeInt(Format.MAGIC);
    sender.out.writeInt(Format.VERSION + 1);
    assertThatThrownBy(sender::received)
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
        .hasMessageContaining("same version");
  }

  @Test
  void refusesAFileOfTheNameOfAFolder() throws Exception {
    sender.begin().folder(0, "x").file(0, "x", CONTENT.length).end();
    sender.awaitGo().block(3, 0, CONTENT);
    assertFails("x in");
  }

  @Test
  void refusesTwoFilesOfOneName() throws Exception {
    sender.begin().file(0, "x", CONTENT.length).file(0, "x", CONTENT.length).end();
    sender.awaitGo().block(2, 0, CONTENT).block(3, 0, CONTENT);
    assertFails("the name twice");
  }

  @Test
  void refusesTwoFoldersOfOneName() throws Exception {
    sender.begin().folder(0, "x").folder(0, "x").end();
    assertFails("the name twice");
  }

  @Test
  void refusesALinkOfTheNameOfAFolder() throws Exception {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    sender.begin().symbolicLink(0, "x", outside.toString()).folder(0, "x").file(3, "f", 7).end();
    sender.awaitGo().block(4, 0, CONTENT).allSent();
    assertFails("the name twice");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void writesThroughNoLinkThatItHasMade() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "as it was");
    sender.begin().symbolicLink(0, "x", outside.toString()).file(0, "x", CONTENT.length).end();
    sender.awaitGo().block(3, 0, CONTENT).allSent();
    assertFails("the name twice");
    assertThat(outside).hasContent("as it was");
  }

  @Test
  void writesThroughNoLinkThatIsThere() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "as it was");
    Files.createSymbolicLink(sender.datadir().resolve("x"), outside);
    sender.begin().file(0, "x", CONTENT.length).end();
    sender.awaitGo().block(2, 0, CONTENT);
    assertFails("it is there already");
    assertThat(outside).hasContent("as it was");
  }

  @Test
  void linksToNothingOutside() throws Throwable {
    Path outside = Files.writeString(folder.resolve("outside"), "as it was");
    Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("r--------"));
    sender.begin().symbolicLink(0, "x", outside.toString()).hardLink(0, "y", 2).end();
    assertRefused();
    assertThat(Files.getPosixFilePermissions(outside))
        .isEqualTo(PosixFilePermissions.fromString("r--------"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 4, 9, Long.MAX_VALUE, 1L << 32 | 3})
  void refusesABlockForWhatHasNoSuchContent(long id) throws Exception {
    sender.begin().folder(0, "x").file(0, "y", CONTENT.length).symbolicLink(0, "z", "y").end();
    sender.awaitGo().block(id, 0, CONTENT);
    assertFails("The source sent");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, Blocks.PART, 2L * Blocks.PART, Long.MAX_VALUE - 2 * Blocks.PART})
  void refusesABlockBesideItsFile(long position) throws Exception {
    sender.begin().file(0, "y", Blocks.PART).end();
    sender.awaitGo().block(2, position, CONTENT);
    assertFails("does not belong into its file");
  }

  @Test
  void refusesABlockOfAnotherLength() throws Exception {
    sender.begin().file(0, "y", CONTENT.length + 1).end();
    sender.awaitGo().block(2, 0, CONTENT);
    assertFails("does not belong into its file");
  }

  @ParameterizedTest
  @CsvSource({"2, 70000", "1, 0", "2, -1"})
  void refusesSharedBlocksThatAreNotSound(int file, int length) throws Exception {
    sender.begin().file(0, "y", CONTENT.length).end();
    sender.awaitGo().block(0, 0, ByteBuffer.allocate(9).putInt(file).putInt(length).array());
    assertFails("an impossible length");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, not in its list",
    "0, not in its list",
    "1, another one in its list",
    "2, another one in its list",
    "3, another one in its list",
    "5, not in its list"
  })
  void refusesSharedBlocksWithWhatIsNoSuchFile(int number, String reason) throws Exception {
    sender.begin().folder(0, "x").file(0, "y", CONTENT.length + 1).end();
    sender.awaitGo().block(0, 0, shared(number, CONTENT));
    assertFails(reason);
  }

  @Test
  void leavesAHoleAtTheEndOfASmallFileToo() throws Throwable {
    byte[] content = Arrays.copyOf(CONTENT, 3 * 4096);
    sender.begin().file(0, "some", content.length).file(0, "none", 5000).end();
    sender.awaitGo().block(0, 0, shared(2, content)).block(0, 1, shared(3, new byte[5000]));
    sender.allSent().received();
    assertThat(sender.datadir().resolve("some")).hasBinaryContent(content);
    assertThat(sender.datadir().resolve("none")).hasBinaryContent(new byte[5000]);
  }

  @Test
  @RequiresRoot
  void givesSmallFilesTheirOwnersWhicheverGroupTheirFoldersHave() throws Throwable {
    Files.setAttribute(sender.datadir(), "unix:gid", 4242);
    Files.setAttribute(sender.datadir(), "unix:mode", 02755);
    sender.begin().file(0, "first", 1).file(0, "second", 1).end();
    sender.awaitGo().block(0, 0, shared(2, new byte[] {1})).block(0, 1, shared(3, new byte[] {2}));
    sender.allSent().received();
    for (String name : List.of("first", "second")) {
      assertThat(Owner.of(sender.datadir().resolve(name))).as(name).isEqualTo(new Owner(0, 0));
    }
  }

  @Test
  void doesNotTakeHalfASeedForAWholeOne() throws Exception {
    sender.begin().file(0, "y", 2L * Blocks.PART).file(0, "z", 1).end();
    sender.awaitGo().block(2, 0, new byte[Blocks.PART]).block(3, 0, new byte[1]).allSent();
    assertFails("of y only 1 of 2 parts came");
  }

  @Test
  void doesNotTakeASourceThatStopsForOneThatIsDone() throws Exception {
    sender.begin().end();
    sender.awaitGo().out.close();
    assertFails("without saying that it has sent everything");
  }

  @Test
  void refusesWhatIsNoDataDirectory() throws Exception {
    sender.out.writeInt(Format.MAGIC);
    sender.out.writeInt(Format.VERSION);
    sender.folder(0, "").file(0, "x", 0).end();
    assertFails("neither ibdata1");
  }

  @Test
  void hasAReasonForWhateverComes() throws Exception {
    Random random = new Random(4);
    for (int round = 0; round < 60; round++) {
      Path inner = Files.createDirectories(folder.resolve("round" + round));
      try (HostileSender fuzzing = new HostileSender(inner)) {
        byte[] list = list();
        for (int damage = 0; damage <= random.nextInt(3); damage++) {
          list[8 + random.nextInt(list.length - 8)] = (byte) random.nextInt();
        }
        fuzzing.out.write(list, 0, round % 3 == 0 ? random.nextInt(list.length) : list.length);
        fuzzing.out.close();
        assertThatThrownBy(fuzzing::received)
            .as("round %d", round)
            .isInstanceOf(AgentException.class);
        assertThat(folder.resolve("escaped")).doesNotExist();
      }
    }
  }

  private byte[] list() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(Format.MAGIC);
    out.writeInt(Format.VERSION);
    Attributes attributes = new Attributes(0600, 0, 0, 1, 1, Map.of("a", new byte[] {1, 2, 3}));
    RawName up = new RawName("../../escaped".getBytes(StandardCharsets.US_ASCII));
    EntryFormat.write(Entry.folder(0, RawName.NONE, attributes), out);
    EntryFormat.write(Entry.folder(0, RawName.of(Path.of("mysql")), attributes), out);
    EntryFormat.write(Entry.file(1, RawName.of(Path.of("x")), attributes, 0), out);
    EntryFormat.write(Entry.symbolicLink(1, RawName.of(Path.of("y")), attributes, up), out);
    EntryFormat.write(Entry.hardLink(1, RawName.of(Path.of("z")), attributes, 2), out);
    out.writeByte(Format.END_OF_LIST);
    new Totals(5, 1, 0, 0).write(out);
    return bytes.toByteArray();
  }

  private static byte[] shared(int number, byte[] content) {
    return ByteBuffer.allocate(Blocks.SHARED_HEADER + content.length)
        .putInt(number)
        .putInt(content.length)
        .put(content)
        .array();
  }

  /** Before anything is made. */
  private void assertRefused() {
    assertThatThrownBy(sender::received)
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_DATA)
        .hasMessageContaining("The source sent");
    assertThat(sender.datadir()).isEmptyDirectory();
  }

  private void assertFails(String why) {
    assertThatThrownBy(sender::received)
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_DATA)
        .hasMessageContaining(why);
  }
}
