package io.orchestrator.agent.testkit.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeComparisonTest {
  private static final Instant TIME = Instant.parse("2015-06-07T08:09:10.123456789Z");

  @TempDir Path folder;
  private Path original;
  private Path copy;

  @BeforeEach
  void makeTwoEqualTrees() throws IOException {
    original = tree("original");
    copy = tree("copy");
  }

  private Path tree(String name) throws IOException {
    Path root = folder.resolve(name);
    Files.createDirectories(root.resolve("schema"));
    Files.createDirectory(root.resolve("empty"));
    Files.write(root.resolve("schema/table\n.ibd"), new byte[100_000]);
    Files.writeString(root.resolve("one"), "1");
    Files.createLink(root.resolve("two"), root.resolve("one"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("one"));
    sparse(root.resolve("sparse"));
    for (String path : List.of("schema/table\n.ibd", "one", "sparse", "schema", "empty")) {
      age(root.resolve(path), TIME);
    }
    return root;
  }

  @Test
  void findsNothingInEqualTrees() throws Exception {
    TreeDifferences differences = TreeComparison.exact().compare(original, copy);

    assertThat(differences.found()).isEmpty();
    assertThat(differences.none()).isTrue();
    assertThat(differences.totals()).isEqualTo(new TreeTotals(100_000 + 1 + 1_000_000, 3));
  }

  @Test
  void findsAFlippedByte() throws Exception {
    Path table = copy.resolve("schema/table\n.ibd");
    try (RandomAccessFile file = new RandomAccessFile(table.toFile(), "rw")) {
      file.seek(99_999);
      file.write(1);
    }
    age(table, TIME);

    assertFound("schema/table\\n.ibd has other content from byte 99999");
  }

  @Test
  void findsAnotherSize() throws Exception {
    Files.write(copy.resolve("schema/table\n.ibd"), new byte[99_999]);
    age(copy.resolve("schema/table\n.ibd"), TIME);

    assertFound("schema/table\\n.ibd has size 100000, and in the copy 99999");
  }

  @Test
  void findsWhatIsMissing() throws Exception {
    Files.delete(copy.resolve("empty"));

    assertFound("empty is missing in the copy");
  }

  @Test
  void findsWhatIsTooMuch() throws Exception {
    Files.writeString(copy.resolve("extra"), "");

    assertFound("extra is only in the copy");
  }

  @Test
  void findsAnotherType() throws Exception {
    Files.delete(copy.resolve("empty"));
    Files.writeString(copy.resolve("empty"), "");

    assertFound("empty has type folder, and in the copy file");
  }

  @Test
  void findsAnotherLinkTarget() throws Exception {
    Files.delete(copy.resolve("link"));
    Files.createSymbolicLink(copy.resolve("link"), Path.of("two"));

    assertFound("link has target one, and in the copy two");
  }

  @Test
  void findsAHardLinkThatBecameTwoFiles() throws Exception {
    Files.delete(copy.resolve("two"));
    Files.writeString(copy.resolve("two"), "1");
    age(copy.resolve("two"), TIME);

    assertFound("two has hard link one, and in the copy two");
  }

  @Test
  void findsAnotherMode() throws Exception {
    Files.setPosixFilePermissions(
        copy.resolve("sparse"), PosixFilePermissions.fromString("rw--w----"));

    assertThat(found(TreeComparison.exact()))
        .singleElement()
        .asString()
        .startsWith("sparse has mode ")
        .endsWith("and in the copy 0620");
  }

  @Test
  void findsAnotherOwnerOrGroup() throws Exception {
    assumeTrue(Files.getAttribute(copy, "unix:uid").equals(0), "needs root");
    Files.setAttribute(copy.resolve("sparse"), "unix:uid", 12345);
    Files.setAttribute(copy.resolve("empty"), "unix:gid", 12345);

    assertFound(
        "empty has group 0, and in the copy 12345", "sparse has owner 0, and in the copy 12345");
  }

  @Test
  void findsAnotherTime() throws Exception {
    age(copy.resolve("schema"), TIME.plusSeconds(1));

    assertThat(found(TreeComparison.exact().toTheSecond()))
        .singleElement()
        .asString()
        .startsWith("schema has modification time 2015-06-07T08:09:10.123456789Z,");
  }

  @Test
  void findsAnotherTimeBelowTheSecondUnlessToldNotTo() throws Exception {
    age(copy.resolve("schema"), TIME.plusNanos(1));

    assertThat(found(TreeComparison.exact())).hasSize(1);
    assertThat(found(TreeComparison.exact().toTheSecond())).isEmpty();
  }

  @Test
  void findsASparseFileThatWasBlownUp() throws Exception {
    Files.write(copy.resolve("sparse"), new byte[1_000_000]);
    age(copy.resolve("sparse"), TIME);

    assertThat(found(TreeComparison.exact()))
        .singleElement()
        .asString()
        .startsWith("sparse has allocated size 0, and in the copy ");
  }

  @Test
  void allowsACopyToTakeLessSpace() throws Exception {
    Files.write(original.resolve("sparse"), new byte[1_000_000]);
    age(original.resolve("sparse"), TIME);

    assertThat(found(TreeComparison.exact())).isEmpty();
  }

  @Test
  void leavesOutWhatIsToBeIgnored() throws Exception {
    Files.createDirectories(copy.resolve(".orchestrator-agent-trash/deep"));

    assertThat(found(TreeComparison.exact().ignoringTheAgentsOwn())).isEmpty();
    assertFound(
        ".orchestrator-agent-trash is only in the copy",
        ".orchestrator-agent-trash/deep is only in the copy");
  }

  private void assertFound(String... differences) throws Exception {
    assertThat(found(TreeComparison.exact())).containsExactly(differences);
  }

  private List<String> found(TreeComparison comparison) throws Exception {
    return comparison.compare(original, copy).found();
  }

  private static void sparse(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(1_000_000);
    }
  }

  private static void age(Path path, Instant time) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(time));
  }
}
