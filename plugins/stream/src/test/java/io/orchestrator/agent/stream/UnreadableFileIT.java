package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent in a Java without the rights that let root read everything. */
@Tag("stream")
@RequiresRoot
@RequiresTool("setpriv")
class UnreadableFileIT {
  @TempDir Path folder;

  /** A file that shares a block with others, and one that travels in parts. */
  @ParameterizedTest
  @ValueSource(ints = {Blocks.SMALL, Blocks.SMALL + 1})
  void namesAFileThatItMayNotRead(int size) throws Exception {
    Path told = folder.resolve("told");
    Process seed =
        new ProcessBuilder(
                "setpriv",
                "--bounding-set=-dac_override,-dac_read_search",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                UnreadableSeed.class.getName(),
                folder.toString(),
                Integer.toString(size))
            .redirectErrorStream(true)
            .redirectOutput(told.toFile())
            .start();
    try {
      assertThat(seed.waitFor(180, TimeUnit.SECONDS)).isTrue();
    } finally {
      seed.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(told);
    assertThat(lines).anyMatch(line -> line.startsWith("sender: PERMISSION_DENIED: "));
    for (String side : List.of("sender: ", "receiver: ")) {
      assertThat(lines)
          .filteredOn(line -> line.startsWith(side))
          .singleElement()
          .asString()
          .contains(folder.resolve("source").resolve("victim").toString())
          .contains("the agent's user")
          .contains("Run the agent as root");
    }
  }
}
