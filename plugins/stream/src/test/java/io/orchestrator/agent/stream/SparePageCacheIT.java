package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that must not lose its page cache to a seed. */
@Tag("stream")
@RequiresTool("fincore")
class SparePageCacheIT {
  @TempDir Path folder;
  private StreamHosts hosts;
  private Path file;

  @BeforeEach
  void setUp() throws Exception {
    hosts = new StreamHosts(folder);
    file = hosts.source().resolve("table.ibd");
    byte[] content = new byte[(9 << 20) + 4097];
    new Random(9).nextBytes(content);
    Files.write(file, content);
    run("dd", "of=" + file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none");
    assertThat(cachedPages()).as("before the seed").isZero();
  }

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  @Test
  void leavesNothingOfTheSourceInThePageCache() throws Exception {
    hosts.with("SparePageCache", true).seed();

    assertThat(cachedPages()).isZero();
    assertThat(hosts.datadir().resolve("table.ibd")).hasSameBinaryContentAs(file);
  }

  @Test
  void readsThroughThePageCacheUnlessToldOtherwise() throws Exception {
    hosts.seed();

    assertThat(cachedPages()).isPositive();
  }

  private long cachedPages() throws Exception {
    return Long.parseLong(run("fincore", "-n", "-o", "PAGES", file.toString()).strip());
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }
}
