package io.orchestrator.agent.testkit.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatadirGeneratorTest {
  private static final long SIZE = 40_000_000;

  @TempDir static Path folder;
  private static Path datadir;
  private static TreeTotals totals;

  @BeforeAll
  static void generate() throws IOException {
    datadir = folder.resolve("datadir");
    totals = new DatadirGenerator(1).generate(datadir, SIZE);
  }

  @Test
  void makesAsManyBytesAsAskedFor() throws Exception {
    assertThat(totals.bytes()).isEqualTo(SIZE);
    assertThat(TreeComparison.exact().compare(datadir, datadir).totals()).isEqualTo(totals);
  }

  @Test
  void makesTheSameTreeFromTheSameSeed() throws Exception {
    Path again = folder.resolve("again");
    new DatadirGenerator(1).generate(again, SIZE);

    assertThat(TreeComparison.exact().compare(datadir, again).found()).isEmpty();
  }

  @Test
  void makesAnotherTreeFromAnotherSeed() throws Exception {
    Path other = folder.resolve("other");
    new DatadirGenerator(2).generate(other, SIZE);

    assertThat(TreeComparison.exact().compare(datadir, other).found())
        .anyMatch(line -> line.startsWith("shop/order_lines.ibd has other content"));
  }

  @Test
  void makesTreesOfAnySize() throws Exception {
    for (long bytes : List.of(0L, 1L, 1000L, 1_000_000L)) {
      assertThat(new DatadirGenerator(1).generate(folder.resolve("size" + bytes), bytes).bytes())
          .isEqualTo(bytes);
    }
  }

  @Test
  void looksLikeADatadir() {
    assertThat(datadir.resolve("ibdata1")).isRegularFile();
    assertThat(datadir.resolve("ib_logfile0")).isRegularFile();
    assertThat(datadir.resolve("mysql/user.frm")).isRegularFile();
    assertThat(datadir.resolve("performance_schema")).isDirectory();
    assertThat(datadir.resolve("sys")).isDirectory();
    assertThat(datadir.resolve("empty_schema")).isEmptyDirectory();
  }

  @Test
  void hasEmptyFilesAndNamesOfEveryKind() throws IOException {
    try (Stream<Path> files = Files.list(datadir.resolve("odd@0020names"))) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .contains("new\nline.ibd", "-leading-dash.ibd", "back\\slash\\n.ibd", "*")
          .anyMatch(name -> name.length() == 250);
    }
    assertThat(datadir.resolve("shop/t0.ibd")).isEmptyFile();
  }

  @Test
  void hasSparseFiles() throws Exception {
    var entries = TreeScan.of(datadir, path -> false);

    for (String name : List.of("hole_first", "hole_in_the_middle", "hole_last", "hole_only")) {
      TreeEntry sparse = entries.get(Path.of("metrics/" + name + ".ibd"));
      assertThat(sparse.attributes().size()).isEqualTo(SIZE / 40);
      assertThat(sparse.allocated()).as(name).isLessThan(SIZE / 40 / 2);
    }
  }

  @Test
  void hasFilesThatCanBeCompressedAndFilesThatCannot() throws IOException {
    assertThat(compressedShare("shop/order_lines.ibd")).isLessThan(0.5);
    assertThat(compressedShare("metrics/samples#p#p2019.ibd")).isGreaterThan(0.95);
  }

  @Test
  void hasLinks() throws IOException {
    Path link = datadir.resolve("shop/current.ibd");
    assertThat(link).isSymbolicLink().exists();
    assertThat(Files.readSymbolicLink(link)).isRelative();
    assertThat(Files.getAttribute(datadir.resolve("shop/t0.frm"), "unix:nlink")).isEqualTo(2);
  }

  @Test
  void hasSeveralModesAndOldTimesBelowTheSecond() {
    assertThat(filesBy(path -> PosixFilePermissions.toString(Files.getPosixFilePermissions(path))))
        .contains("rw-------", "rw-r-----", "rw-rw----");
    assertThat(filesBy(path -> Files.getLastModifiedTime(path).toString().substring(0, 4)))
        .contains("2001", "2015");
    assertThat(filesBy(path -> Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS)))
        .anyMatch(nanoseconds -> nanoseconds % 1000 != 0);
  }

  @Test
  void hasOwnersOfItsOwnAsRoot() throws IOException {
    assumeTrue(Files.getAttribute(datadir, "unix:uid").equals(12345), "needs root");

    assertThat(filesBy(path -> Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS)))
        .containsExactly(12345, 12346);
  }

  @Test
  void refusesAFolderWithSomethingInIt() {
    assertThatThrownBy(() -> new DatadirGenerator(1).generate(datadir, 1))
        .isInstanceOf(DirectoryNotEmptyException.class);
  }

  private static double compressedShare(String name) throws IOException {
    Path file = datadir.resolve(name);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(compressed)) {
      Files.copy(file, deflater);
    }
    return (double) compressed.size() / Files.size(file);
  }

  private static <T> Set<T> filesBy(Reading<T> reading) {
    try (Stream<Path> files = Files.walk(datadir)) {
      return files
          .filter(Files::isRegularFile)
          .map(path -> read(reading, path))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static <T> T read(Reading<T> reading, Path path) {
    try {
      return reading.of(path);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private interface Reading<T> {
    T of(Path path) throws IOException;
  }
}
