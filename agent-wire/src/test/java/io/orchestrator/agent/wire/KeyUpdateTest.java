package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Java changes the keys of TLS after 128 GiB; here in a program of its own, after 128 KiB. */
@Timeout(300)
class KeyUpdateTest {
  @TempDir Path folder;

  @Test
  void carriesStreamsBothWaysOverManyChangesOfKeys() throws Exception {
    Path security =
        Files.writeString(
            folder.resolve("java.security"),
            "jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 2^17\n");
    Path told = folder.resolve("told");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djava.security.properties=" + security,
                    "-Djavax.net.debug=ssl:handshake",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LongTlsStreams.class.getName(),
                    folder.toString()))
            .redirectErrorStream(true)
            .redirectOutput(told.toFile())
            .start();
    try {
      assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(told);
    assertThat(process.exitValue())
        .as(() -> String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size())))
        .isZero();
    assertThat(lines).contains(LongTlsStreams.ALL_ARRIVED);
    // On the lanes of blocks and of ordered bytes, each side's keys.
    assertThat(lines)
        .filteredOn(line -> line.contains("Consuming KeyUpdate"))
        .hasSizeGreaterThan(LongTlsStreams.SIZE / (128 << 10));
  }
}
