package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.wire.BlockSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the launcher gives the agent is enough for a sender, whatever its settings. */
@Timeout(300)
class LaunchersMemoryTest {
  private static final Pattern MEMORY =
      Pattern.compile("-X(?:m[sx]|ss|X:M(?:in|ax))\\S+|-Djdk\\.nio\\S+");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(WireSettings.Compression.class)
  void isEnoughForAsManyConnectionsAsThereMayBe(WireSettings.Compression compression)
      throws Exception {
    List<String> options = new ArrayList<>(launchersOptions());
    CountingSink sink = new CountingSink(new AtomicInteger());
    try (WirePair pair = new WirePair(WirePair.patient())) {
      options.add("-Dport=" + pair.port());
      options.add("-Dcompression=" + compression);
      options.add("-XX:+UseSerialGC");
      try (Forked sender = new Forked(SmallSender.class, folder, options.toArray(String[]::new))) {
        var unused =
            WirePair.inBackground(
                () -> {
                  pair.receiver().receiveBlocks(sink);
                  return sink;
                });
        sender.requireSuccess();
      }
    }
    assertThat(sink.blocks().get()).isEqualTo(SmallSender.BLOCKS);
  }

  private static List<String> launchersOptions() throws IOException {
    Path launcher = Path.of("..", "agent-host", "src", "dist", "bin", "orchestrator-agent");
    List<String> options =
        MEMORY.matcher(Files.readString(launcher)).results().map(MatchResult::group).toList();
    assertThat(options).anyMatch(option -> option.startsWith("-Xmx"));
    return options;
  }

  private record CountingSink(AtomicInteger blocks) implements BlockSink {
    @Override
    public void take(long id, long position, ByteBuffer bytes) {
      blocks.incrementAndGet();
    }

    @Override
    public void takeZeros(long id, long position, int length) {
      blocks.incrementAndGet();
    }
  }
}
