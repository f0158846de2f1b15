package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.seed.FakeTransfer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order the parts of files travel. */
class FilesInTurnTest {
  private static final int FILES = 10;
  private static final int PARTS = 5;

  @TempDir Path folder;
  private final FakeTransfer transfer = new FakeTransfer();
  private final SentBlocks wire = new SentBlocks();

  @AfterEach
  void tearDown() {
    transfer.close();
  }

  /** Sends ten files of so many bytes each, numbered from 1. */
  private void send(int inTurn, long size) throws Exception {
    try (SparingReader reader = new SparingReader(false)) {
      FilesInTurn files = new FilesInTurn(inTurn, wire, reader, new Progress(transfer));
      for (int number = 1; number <= FILES; number++) {
        Path file = Files.createFile(folder.resolve("t" + number));
        Attributes attributes = new Attributes(0600, 0, 0, 0, 0, Map.of());
        files.send(number, Entry.file(0, RawName.NONE, attributes, size), file);
      }
      files.finish();
    }
  }

  @Test
  void sendsPartsOfSoManyFilesInTurn() throws Exception {
    send(4, PARTS * (long) Blocks.PART);
    assertThat(wire.all().subList(0, 8))
        .extracting(SentBlocks.Block::id)
        .containsExactly(1L, 2L, 3L, 4L, 1L, 2L, 3L, 4L);
  }

  @Test
  void sendsOneFileAfterTheOtherToATargetThatWantsItSo() throws Exception {
    send(1, PARTS * (long) Blocks.PART);
    assertThat(wire.all()).hasSize(FILES * PARTS).extracting(SentBlocks.Block::id).isSorted();
  }

  @Test
  void sendsEachPartOnceAndTheLastShorter() throws Exception {
    send(4, PARTS * (long) Blocks.PART - 1);
    for (long number = 1; number <= FILES; number++) {
      long id = number;
      assertThat(wire.all())
          .filteredOn(block -> block.id() == id)
          .extracting(SentBlocks.Block::position)
          .containsExactly(0L, 1L << 20, 2L << 20, 3L << 20, 4L << 20);
    }
    assertThat(wire.all().stream().mapToLong(SentBlocks.Block::length).sum())
        .isEqualTo(FILES * (PARTS * (long) Blocks.PART - 1));
  }

  @Test
  void beginsWithTheFilesInTheOrderInWhichItGetsThem() throws Exception {
    send(4, 2L * Blocks.PART);
    assertThat(wire.all())
        .filteredOn(block -> block.position() == 0)
        .extracting(SentBlocks.Block::id)
        .hasSize(FILES)
        .isSorted();
  }
}
