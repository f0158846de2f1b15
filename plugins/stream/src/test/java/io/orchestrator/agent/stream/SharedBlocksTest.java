package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import java.io.DataOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which blocks small files travel. */
class SharedBlocksTest {
  @TempDir Path folder;
  private final FakeTransfer transfer = new FakeTransfer();
  private final SentBlocks wire = new SentBlocks();
  private Path source;

  @BeforeEach
  void setUp() throws Exception {
    source = Files.createDirectory(folder.resolve("source"));
  }

  @AfterEach
  void tearDown() {
    transfer.close();
  }

  private EntryList listed() throws Exception {
    EntryList list = EntryList.in(folder);
    new Walk(
            source,
            new Exclusions(List.of()),
            list,
            new DataOutputStream(OutputStream.nullOutputStream()),
            new Progress(transfer))
        .run();
    return list;
  }

  private void send(EntryList list) throws Exception {
    new SharedBlocks(source, list, wire, new Progress(transfer)).send();
  }

  /** The numbers of the files of each block. */
  private List<List<Integer>> blocks() {
    List<List<Integer>> blocks = new ArrayList<>();
    for (SentBlocks.Block block : wire.all()) {
      assertThat(block.id()).isEqualTo(Blocks.SHARED);
      assertThat(block.position()).isEqualTo(blocks.size());
      assertThat(block.length()).isLessThanOrEqualTo(Blocks.SHARED_BLOCK);
      List<Integer> files = new ArrayList<>();
      ByteBuffer bytes = block.bytes().duplicate();
      while (bytes.hasRemaining()) {
        files.add(bytes.getInt());
        int length = bytes.getInt();
        bytes.position(bytes.position() + length);
      }
      blocks.add(files);
    }
    return blocks;
  }

  @Test
  void takesTurnsBetweenFoldersSoThatTheTargetCanFillSeveralAtOnce() throws Exception {
    for (int number = 0; number < 8; number++) {
      Path database = Files.createDirectory(source.resolve("db" + number));
      for (int table = 0; table < 8; table++) {
        Files.write(database.resolve("t" + table), new byte[Blocks.SMALL - 100]);
      }
    }

    try (EntryList list = listed()) {
      send(list);

      List<Integer> parents = new ArrayList<>();
      for (List<Integer> block : blocks()) {
        parents.add(list.get(block.get(0)).parent());
      }
      assertThat(parents.subList(0, 4)).doesNotHaveDuplicates();
    }
  }

  @Test
  void sendsEachSmallFileOnceAndNoOther() throws Exception {
    Files.write(source.resolve("large"), new byte[Blocks.SMALL + 1]);
    Files.createFile(source.resolve("empty"));
    Files.createSymbolicLink(source.resolve("link"), Path.of("empty"));
    for (int table = 0; table < 3000; table++) {
      Files.write(source.resolve("t" + table), new byte[1 + table % 5]);
    }

    try (EntryList list = listed()) {
      send(list);

      List<Integer> small = new ArrayList<>();
      list.forEach(
          (number, entry) -> {
            if (entry.name().path().toString().startsWith("t")) {
              small.add(number);
            }
          });
      assertThat(blocks().stream().flatMap(List::stream))
          .containsExactlyInAnyOrderElementsOf(small)
          .hasSize(3000);
    }
  }

  @Test
  void keepsFewFilesInMemoryHoweverSmallTheyAre() throws Exception {
    for (int table = 0; table < 6000; table++) {
      Files.write(source.resolve("t" + table), new byte[1]);
    }

    try (EntryList list = listed()) {
      send(list);
    }

    assertThat(blocks()).allSatisfy(block -> assertThat(block).hasSizeLessThanOrEqualTo(1024));
  }

  @Test
  void namesAFileThatIsShorterThanItWas() throws Exception {
    Path victim = Files.write(source.resolve("victim"), new byte[100]);
    try (EntryList list = listed()) {
      Files.write(victim, new byte[99]);

      assertThatThrownBy(() -> send(list))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("victim")
          .hasMessageContaining("it has shrunk from 100 to 99 bytes");
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(source);
    }
  }
}
