package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryListTest {
  private static final int FOLDERS = 3000;

  /** Of the 512 KiB that the launcher gives a thread, much may be in use. */
  private static final long AGENTS_STACK = 256 * 1024;

  private static final Attributes ATTRIBUTES = new Attributes(0750, 1, 2, 3, 4, Map.of());

  @TempDir Path folder;

  @Test
  void keepsEntriesInTheirOrderAndTheirFolders() throws Exception {
    try (EntryList list = EntryList.in(folder)) {
      list.add(Entry.folder(0, RawName.NONE, ATTRIBUTES));
      for (int number = 1; number <= FOLDERS; number++) {
        list.add(Entry.folder(0, name("d" + number), ATTRIBUTES));
        assertThat(list.get(number).name().is("d" + number)).isTrue();
      }
      for (int number = 1; number <= FOLDERS; number++) {
        list.add(Entry.file(number, name("f"), ATTRIBUTES, 3L * Blocks.PART + 1));
      }
      assertThat(list.totals().bytes()).isEqualTo(FOLDERS * (3L * Blocks.PART + 1));
      assertThat(list.firstPart(FOLDERS + 3)).isEqualTo(8);
      list.forEach(
          (number, entry) -> {
            if (entry.isFile()) {
              assertThat(list.path(entry)).isEqualTo(Path.of("d" + (number - FOLDERS), "f"));
            }
          });
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void looksUpEntriesThatFollowEachOtherAndThoseThatDoNot() throws Exception {
    Random random = new Random(5);
    try (EntryList list = EntryList.in(folder)) {
      list.add(Entry.folder(0, RawName.NONE, ATTRIBUTES));
      for (int number = 1; number < 2000; number++) {
        // Now and then one that has more than is read at a time.
        int more = number % 700 == 0 ? 32_000 : random.nextInt(500);
        Map<String, byte[]> extended = Map.of("a", new byte[more], "b", new byte[more]);
        list.add(
            Entry.file(
                0,
                name("f" + number),
                new Attributes(0640, 1, 2, 3, 4, extended),
                (long) number * Blocks.PART));
      }
      EntryCursor cursor = list.cursor();
      for (int number = 1; number < 2000; number++) {
        assertSame(list, cursor, number);
      }
      for (int round = 0; round < 2000; round++) {
        assertSame(list, cursor, random.nextInt(2000));
      }
    }
  }

  private static void assertSame(EntryList list, EntryCursor cursor, int number) throws Exception {
    Entry wanted = list.get(number);
    Entry found = cursor.entry(number);
    assertThat(found.name().bytes()).isEqualTo(wanted.name().bytes());
    assertThat(found.size()).isEqualTo(wanted.size());
    assertThat(found.attributes().extended().keySet())
        .isEqualTo(wanted.attributes().extended().keySet());
    assertThat(cursor.firstPart(number)).isEqualTo(list.firstPart(number));
  }

  @Test
  void findsFoldersInFoldersOnAThreadOfTheAgents() throws Exception {
    int deepest = 2030;
    try (EntryList list = EntryList.in(folder)) {
      list.add(Entry.folder(0, RawName.NONE, ATTRIBUTES));
      for (int number = 1; number <= deepest; number++) {
        list.add(Entry.folder(number - 1, name("d"), ATTRIBUTES));
      }
      CompletableFuture<Path> found = new CompletableFuture<>();
      Thread small =
          new Thread(
              null,
              () -> {
                try {
                  found.complete(list.folder(deepest));
                } catch (IOException | StackOverflowError failed) {
                  found.completeExceptionally(failed);
                }
              },
              "small",
              AGENTS_STACK);
      small.start();
      assertThat(found.get(60, TimeUnit.SECONDS).getNameCount()).isEqualTo(deepest);
    }
  }

  @Test
  void refusesAFileForAFolder() throws Exception {
    try (EntryList list = EntryList.in(folder)) {
      list.add(Entry.folder(0, RawName.NONE, ATTRIBUTES));
      list.add(Entry.file(0, name("f"), ATTRIBUTES, 1));
      assertThatThrownBy(() -> list.folder(1)).isInstanceOf(EntryFormat.BadEntryException.class);
      assertThatThrownBy(() -> list.folder(2)).isInstanceOf(EntryFormat.BadEntryException.class);
    }
  }

  private static RawName name(String text) {
    return new RawName(text.getBytes(StandardCharsets.UTF_8));
  }
}
