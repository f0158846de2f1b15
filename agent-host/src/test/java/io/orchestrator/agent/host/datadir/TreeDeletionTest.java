package io.orchestrator.agent.host.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeDeletionTest {
  private static final Path BATCH = Path.of("trash", "deleted-1");
  private static final int FOLDERS = 10;
  private static final int FILES = 30;

  @TempDir Path folder;
  private Path datadir;
  private Path foreign;

  @BeforeEach
  void makeTrees() throws IOException {
    datadir = Files.createDirectory(folder.resolve("datadir"));
    foreign = Files.createDirectory(folder.resolve("foreign"));
    fill(datadir.resolve(BATCH));
    fill(foreign.resolve("deleted-1"));
  }

  private static void fill(Path tree) throws IOException {
    for (int i = 0; i < FOLDERS; i++) {
      Path database = Files.createDirectories(tree.resolve("db" + i));
      for (int j = 0; j < FILES; j++) {
        Files.createFile(database.resolve("t" + j + ".ibd"));
      }
    }
  }

  private void requireForeignIsWhole() throws IOException {
    try (Stream<Path> tree = Files.walk(foreign)) {
      assertThat(tree.filter(Files::isRegularFile)).hasSize(FOLDERS * FILES);
    }
  }

  @Test
  void deletesAllAndTellsOfEach() throws IOException {
    AtomicInteger deleted = new AtomicInteger();

    TreeDeletion.of(datadir, BATCH, deleted::incrementAndGet).requireAll();

    assertThat(datadir.resolve("trash")).isEmptyDirectory();
    assertThat(deleted).hasValue(FOLDERS * FILES + FOLDERS + 1);
  }

  /** By the owner of the datadir, which MySQL's user is. */
  @Test
  void staysInTheTreeThoughAFolderAboveItBecomesALink() throws IOException {
    Path aside = datadir.resolve("aside");
    AtomicInteger deleted = new AtomicInteger();

    TreeDeletion.of(
            datadir,
            BATCH,
            () -> {
              if (deleted.incrementAndGet() == 1) {
                swap(datadir.resolve("trash"), aside);
              }
            })
        .requireAll();

    requireForeignIsWhole();
    assertThat(aside).isEmptyDirectory();
  }

  private void swap(Path one, Path aside) {
    try {
      Files.move(one, aside);
      Files.createSymbolicLink(one, foreign);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void doesNotGoThroughALinkAboveTheTree() throws IOException {
    swap(datadir.resolve("trash"), datadir.resolve("aside"));

    assertThatThrownBy(() -> TreeDeletion.of(datadir, BATCH, () -> {}).requireAll())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("trash");

    requireForeignIsWhole();
  }

  @Test
  void doesNotGoThroughALinkInPlaceOfTheDatadir() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), foreign);

    assertThatThrownBy(() -> TreeDeletion.of(link, Path.of("deleted-1"), () -> {}).requireAll())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("link");

    requireForeignIsWhole();
  }

  @Test
  void takesNothingThatIsGoneForAFailure() throws IOException {
    TreeDeletion.of(datadir, Path.of("trash", "gone"), () -> {}).requireAll();
    AtomicInteger deleted = new AtomicInteger();
    Path other = datadir.resolve("other");

    TreeDeletion.of(
            datadir,
            BATCH,
            () -> {
              if (deleted.incrementAndGet() == 1) {
                move(datadir.resolve(BATCH).resolve("db0"), other);
              }
            })
        .requireAll();

    assertThat(datadir.resolve("trash")).isEmptyDirectory();
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void leavesWhatIsTooDeepToBeOpenAllAtOnceAndDeletesTheRest() throws IOException {
    Path deep = Files.createDirectories(datadir.resolve(BATCH).resolve("deep" + "/d".repeat(300)));

    TreeDeletion deletion = TreeDeletion.of(datadir, BATCH, () -> {});

    assertThatThrownBy(deletion::requireAll).hasMessageContaining("folders deep");
    assertThat(deep).exists();
    assertThat(datadir.resolve(BATCH)).isDirectoryNotContaining("glob:**/db*");
  }
}
