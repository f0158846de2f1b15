package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a target may say of what it has. */
class OffersTest {
  private static final Entry FILE =
      Entry.file(
          0, RawName.NONE, new Attributes(0600, 0, 0, 0, 0, Map.of()), 17L * Chunks.CHUNK + 1);

  private static Offers offers(byte[] said) {
    return new Offers(new DataInputStream(new ByteArrayInputStream(said)), true);
  }

  private static byte[] offer(int kind, long chunks, int bytes) {
    return ByteBuffer.allocate(9 + bytes).put((byte) kind).putLong(chunks).array();
  }

  @Test
  void readsTheHashesPartByPart() throws IOException {
    Offers offers = offers(offer(Format.BASIS, 17, 17 * Chunks.HASH));
    assertThat(offers.next(FILE)).isTrue();
    assertThat(offers.nextPart()).hasSize(16 * Chunks.HASH);
    assertThat(offers.nextPart()).hasSize(Chunks.HASH);
    assertThat(offers.nextPart()).isEmpty();
  }

  @Test
  void readsNothingWhereNothingIs() throws IOException {
    Offers offers = new Offers(new DataInputStream(new ByteArrayInputStream(new byte[0])), false);
    assertThat(offers.next(FILE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 19, Long.MAX_VALUE, Long.MIN_VALUE})
  void refusesMoreChunksThanTheFileHas(long chunks) {
    assertRefused(offer(Format.BASIS, chunks, 1000));
  }

  @Test
  void refusesWhatIsNeitherYesNorNo() {
    assertRefused(offer(2, 1, 1000));
  }

  @Test
  void refusesAnOfferThatEnds() {
    assertRefused(new byte[0]);
    assertRefused(new byte[] {Format.BASIS, 0, 0});
    assertThatThrownBy(
            () -> {
              Offers offers = offers(offer(Format.BASIS, 2, Chunks.HASH));
              boolean unused = offers.next(FILE);
              byte[] unusedHashes = offers.nextPart();
            })
        .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED);
  }

  private static void assertRefused(byte[] said) {
    assertThatThrownBy(() -> offers(said).next(FILE))
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED);
  }
}
