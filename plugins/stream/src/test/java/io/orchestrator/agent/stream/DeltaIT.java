package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.datadir.TreeComparison;
import io.orchestrator.agent.testkit.seed.FakeKeptDatadir;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that has something of the seed already. */
@Tag("stream")
class DeltaIT {
  private static final int MIB = 1 << 20;
  private static final int PAGE = 16 * 1024;

  @TempDir Path folder;
  private StreamHosts hosts;
  private Path kept;

  @BeforeEach
  void setUp() throws IOException {
    hosts = new StreamHosts(folder);
    kept = Files.createDirectories(folder.resolve("kept"));
    hosts.keeping(new FakeKeptDatadir(kept));
  }

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  private static byte[] noise(long seed, int size) {
    byte[] noise = new byte[size];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  private void both(String name, byte[] content) throws IOException {
    Files.write(hosts.source().resolve(name), content);
    Files.write(kept.resolve(name), content);
  }

  private void assertSame() throws Exception {
    assertThat(
            TreeComparison.exact()
                .toTheSecond()
                .ignoringTheAgentsOwn()
                .compare(hosts.source(), hosts.datadir())
                .found())
        .isEmpty();
  }

  private void assertReused(String size) throws Exception {
    assertThat(hosts.received().summary()).endsWith(", of which " + size + " were there already");
    assertThat(hosts.sent().summary()).isEqualTo(hosts.received().summary());
  }

  @Test
  void takesEverythingFromAnEqualTree() throws Exception {
    both("big", noise(1, 20 * MIB + 12345));
    both("exact", noise(2, 4 * MIB));
    both("part", noise(3, MIB));
    both("middle", noise(4, 200_001));
    both("small", noise(5, Blocks.SMALL));
    hosts.seed();
    assertSame();
    assertReused(Sizes.of(20L * MIB + 12345 + 4 * MIB + MIB + 200_001));
  }

  @Test
  void sendsOnlyTheChunksThatHaveChanged() throws Exception {
    both("big", noise(1, 30 * MIB));
    try (RandomAccessFile file =
        new RandomAccessFile(hosts.source().resolve("big").toFile(), "rw")) {
      for (int change = 0; change < 19; change++) {
        file.seek(change * 100L * PAGE);
        file.write(noise(change, PAGE));
      }
    }
    hosts.seed();
    assertSame();
    assertReused(Sizes.of(30L * MIB - 19 * Chunks.CHUNK));
  }

  @Test
  void takesWhatIsLeftOfFilesThatShrankOrGrew() throws Exception {
    byte[] content = noise(1, 9 * MIB);
    Files.write(hosts.source().resolve("grown"), content);
    Files.write(kept.resolve("grown"), java.util.Arrays.copyOf(content, 3 * MIB + 70_000));
    Files.write(hosts.source().resolve("shrunk"), java.util.Arrays.copyOf(content, 2 * MIB + 7));
    Files.write(kept.resolve("shrunk"), content);
    hosts.seed();
    assertSame();
    assertReused(Sizes.of(3 * MIB + 65_536 + 2 * MIB + 7));
  }

  @Test
  void keepsHoles() throws Exception {
    for (Path tree : new Path[] {hosts.source(), kept}) {
      try (RandomAccessFile file = new RandomAccessFile(tree.resolve("holes").toFile(), "rw")) {
        for (int hole = 1; hole < 40; hole++) {
          file.seek(hole * 700_000L);
          file.write(hole);
        }
        file.setLength(64L * MIB);
      }
    }
    Files.write(hosts.source().resolve("zeros-now"), new byte[3 * MIB]);
    Files.write(kept.resolve("zeros-now"), noise(1, 3 * MIB));
    hosts.seed();
    assertSame();
    assertReused(Sizes.of(39 * Chunks.CHUNK));
    assertThat(allocated("holes")).isLessThan(400_000);
    assertThat(allocated("zeros-now")).isLessThan(64 * 1024);
  }

  private long allocated(String name) throws Exception {
    Process du = new ProcessBuilder("du", "-B1", hosts.datadir().resolve(name).toString()).start();
    String line = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Long.parseLong(line.substring(0, line.indexOf('\t')));
  }

  @Test
  void takesNothingFromWhatIsNoPlainFile() throws Exception {
    Path secret = Files.write(folder.resolve("secret"), noise(1, 2 * MIB));
    Path aside = Files.createDirectories(folder.resolve("aside"));
    Files.write(aside.resolve("file"), noise(1, 2 * MIB));
    for (String name : new String[] {"link", "pipe", "folder", "closed"}) {
      Files.write(hosts.source().resolve(name), noise(1, 2 * MIB));
    }
    Files.createDirectories(hosts.source().resolve("through"));
    Files.write(hosts.source().resolve("through/file"), noise(1, 2 * MIB));
    Files.createDirectories(hosts.source().resolve("was-file"));
    Files.write(hosts.source().resolve("was-file/file"), noise(1, 2 * MIB));
    Files.createSymbolicLink(kept.resolve("link"), secret);
    Files.createSymbolicLink(kept.resolve("through"), aside);
    Files.createDirectories(kept.resolve("folder"));
    Files.write(kept.resolve("was-file"), noise(1, 2 * MIB));
    Files.write(kept.resolve("closed"), new byte[0]);
    new ProcessBuilder("mkfifo", kept.resolve("pipe").toString()).start().waitFor();
    hosts.seed();
    assertSame();
    assertThat(hosts.received().summary()).doesNotContain("there already");
  }

  @Test
  void leavesWhatIsKeptAsItIs() throws Exception {
    both("big", noise(1, 5 * MIB));
    Files.write(hosts.source().resolve("other"), noise(2, 3 * MIB));
    Files.write(kept.resolve("other"), noise(3, 3 * MIB));
    hosts.seed();
    assertThat(Files.readAllBytes(kept.resolve("big"))).isEqualTo(noise(1, 5 * MIB));
    assertThat(Files.readAllBytes(kept.resolve("other"))).isEqualTo(noise(3, 3 * MIB));
    assertThat(Files.readAllBytes(hosts.datadir().resolve("other"))).isEqualTo(noise(2, 3 * MIB));
  }
}
