package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Java changes the keys of TLS after 128 GiB; here in a program of its own, after 256 KiB: with
 * less, a full window of ordered frames asks for more new keys than a peer bears with.
 */
@Timeout(300)
class KeyUpdateTest {
  @TempDir Path folder;

  @Test
  void carriesStreamsBothWaysOverManyChangesOfKeys() throws Exception {
    Path security =
        Files.writeString(
            folder.resolve("java.security"),
            "jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 2^18\n");
    try (Forked streams =
        new Forked(
            LongTlsStreams.class,
            folder,
            "-Djava.security.properties=" + security,
            "-Djavax.net.debug=ssl:handshake")) {
      streams.requireSuccess();
      assertThat(Files.readAllLines(folder.resolve(LongTlsStreams.OUTCOME)))
          .containsExactly(LongTlsStreams.ALL_ARRIVED, LongTlsStreams.FIRST_CONNECTIONS);
      // Of blocks one way and of ordered bytes both ways.
      assertThat(streams.told())
          .filteredOn(line -> line.contains("Consuming KeyUpdate"))
          .hasSizeGreaterThan(3 * LongTlsStreams.SIZE / (256 << 10));
    }
  }
}
