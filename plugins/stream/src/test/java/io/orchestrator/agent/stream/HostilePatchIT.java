package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.seed.FakeKeptDatadir;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source that sends patches that can't be: they are refused. */
@Tag("stream")
class HostilePatchIT {
  private static final int FOLDER = 2;
  private static final int FILE = 3;
  private static final int OTHER = 4;
  private static final int CHUNKS = 3;

  @TempDir Path folder;
  private HostileSender sender;
  private final byte[] content = new byte[2 * Chunks.CHUNK + 100];

  @BeforeEach
  void setUp() throws Exception {
    new Random(1).nextBytes(content);
    Path kept = Files.createDirectories(folder.resolve("kept"));
    Files.write(kept.resolve("y"), content);
    sender = new HostileSender(folder, Optional.of(new FakeKeptDatadir(kept)));
    sender.begin().folder(0, "x").file(0, "y", content.length).file(0, "z", content.length).end();
    sender.awaitGo();
  }

  @AfterEach
  void tearDown() {
    sender.close();
  }

  private void awaitOffer() throws Exception {
    assertThat(sender.in().readByte()).isEqualTo((byte) Format.BASIS);
    assertThat(sender.in().readByte()).isPositive();
    assertThat(sender.in().readByte()).isEqualTo((byte) Format.BASIS);
    assertThat(sender.in().readLong()).isEqualTo(CHUNKS);
    byte[] hash = new byte[Chunks.HASH];
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      sender.in().readFully(hash);
      int from = chunk * Chunks.CHUNK;
      int length = Math.min(Chunks.CHUNK, content.length - from);
      assertThat(hash).isEqualTo(new Chunks().hash(ByteBuffer.wrap(content, from, length).slice()));
    }
    assertThat(sender.in().readByte()).isEqualTo((byte) Format.NO_BASIS);
  }

  private void send(Patch patch, int data) throws Exception {
    ByteBuffer block = ByteBuffer.allocate(Patch.HEADER + data);
    patch.write(block);
    sender.block(Blocks.PATCHED, 0, block.array());
  }

  private int checksum() {
    return Patch.checksum(ByteBuffer.wrap(content));
  }

  @Test
  void takesOneThatIsSound() throws Exception {
    awaitOffer();
    send(new Patch(FILE, 0, 0b111, 0, checksum()), 0);
    sender.block(OTHER, 0, content).allSent();
    assertThat(receivedSummary()).contains("131 kB were there already");
    assertThat(sender.datadir().resolve("y")).hasBinaryContent(content);
  }

  private String receivedSummary() {
    try {
      return sender.received().summary();
    } catch (Throwable failed) {
      throw new AssertionError(failed);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 7, 0, 0, not in its list",
    "-1, 0, 7, 0, 0, not in its list",
    "5, 0, 7, 0, 0, not in its list",
    "2, 0, 7, 0, 0, does not belong",
    "1, 0, 7, 0, 0, does not belong",
    "3, 1, 7, 0, 0, does not belong",
    "3, -1, 7, 0, 0, does not belong",
    "3, 0, 15, 0, 0, does not have",
    "3, 0, 3, 8, 0, does not have",
    "3, 0, 3, 2, 0, does not have",
    "3, 0, 0, 0, 65536, does not have",
    "3, 0, 65535, 0, 0, does not have",
    "3, 0, 1, 2, 99, ends within a patch",
    "3, 0, 7, 0, 9, ends within a patch's header",
    "4, 0, 7, 0, 0, nothing was offered"
  })
  void refusesWhatDoesNotFit(int file, int part, int equal, int zeros, int data, String why)
      throws Exception {
    awaitOffer();
    send(new Patch(file, part, equal, zeros, checksum()), data);
    assertFails(why);
  }

  @Test
  void namesTheFileThatIsNotWhatItShouldBe() throws Exception {
    awaitOffer();
    send(new Patch(FILE, 0, 0b111, 0, checksum() + 1), 0);
    assertFails("y, composed from what was there already");
    assertThat(sender.datadir().resolve("y")).doesNotExist();
  }

  @Test
  void refusesAPatchOfAFolder() throws Exception {
    send(new Patch(FOLDER, 0, 1, 0, 0), 0);
    assertFails("does not belong into its file");
  }

  private void assertFails(String why) {
    assertThatThrownBy(sender::received)
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_DATA)
        .hasMessageContaining(why);
  }
}
