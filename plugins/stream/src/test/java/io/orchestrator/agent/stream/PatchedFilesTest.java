package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.seed.FakeTransfer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What travels of files of which the target has something. */
class PatchedFilesTest {
  private static final int PARTS = 20;
  private static final int SIZE = PARTS * Blocks.PART;

  @TempDir Path folder;
  private final FakeTransfer transfer = new FakeTransfer();
  private final SentBlocks wire = new SentBlocks();
  private final byte[] content = new byte[SIZE];

  PatchedFilesTest() {
    new Random(1).nextBytes(content);
  }

  @AfterEach
  void tearDown() {
    transfer.close();
  }

  /** Sends the file to a target that has this. */
  private void send(byte[] theirs) throws Exception {
    Path file = Files.write(folder.resolve("file"), content);
    Entry entry =
        Entry.file(0, RawName.NONE, new Attributes(0600, 0, 0, 0, 0, Map.of()), content.length);
    Offers offers = new Offers(new DataInputStream(offer(theirs)), true);
    assertThat(offers.next(entry)).isTrue();
    PatchedFiles files = new PatchedFiles(wire, offers, new Progress(transfer));
    files.send(1, entry, file);
    files.flush();
  }

  private static InputStream offer(byte[] theirs) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(Format.BASIS);
    out.writeLong(Chunks.count(theirs.length));
    for (int at = 0; at < theirs.length; at += Chunks.CHUNK) {
      int length = Math.min(Chunks.CHUNK, theirs.length - at);
      out.write(new Chunks().hash(ByteBuffer.wrap(theirs, at, length)));
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  /** How many bytes the blocks of patches have. */
  private List<Integer> patchBlocks() {
    return wire.all().stream()
        .filter(block -> block.id() == Blocks.PATCHED)
        .map(SentBlocks.Block::length)
        .toList();
  }

  private List<Long> wholeParts() {
    return wire.all().stream()
        .filter(block -> block.id() == 1)
        .map(block -> block.position() / Blocks.PART)
        .toList();
  }

  @Test
  void sendsHeadersAloneOfWhatIsEqual() throws Exception {
    send(content.clone());
    assertThat(patchBlocks()).containsExactly(16 * Patch.HEADER, 4 * Patch.HEADER);
    assertThat(wholeParts()).isEmpty();
  }

  @Test
  void sendsTheChunkWithAByteThatDiffers() throws Exception {
    byte[] theirs = content.clone();
    theirs[SIZE - 1] = (byte) ~theirs[SIZE - 1];
    send(theirs);
    assertThat(patchBlocks()).containsExactly(16 * Patch.HEADER, 4 * Patch.HEADER + Chunks.CHUNK);
  }

  @Test
  void sendsPartsOfWhichNothingIsThereFromTheFile() throws Exception {
    send(Arrays.copyOf(content, 18 * Blocks.PART));
    assertThat(wholeParts()).containsExactly(18L, 19L);
  }

  @Test
  void sendsNoZeros() throws Exception {
    Arrays.fill(content, Chunks.CHUNK, 17 * Blocks.PART, (byte) 0);
    send(content.clone());
    assertThat(wholeParts())
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L, 16L);
    assertThat(patchBlocks()).containsExactly(4 * Patch.HEADER);
  }
}
