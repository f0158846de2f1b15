package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.orchestrator.agent.testkit.datadir.DatadirGenerator;
import io.orchestrator.agent.testkit.datadir.TreeComparison;
import io.orchestrator.agent.testkit.seed.FakeKeptDatadir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receives after receives of the same seed that were cut. */
@Tag("stream")
class ResumedReceiveIT {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private final List<StreamHosts> all = new ArrayList<>();
  private Path source;
  private Path earlier;

  @BeforeEach
  void setUp() throws IOException {
    source = Files.createDirectories(folder.resolve("snapshot"));
    Files.writeString(source.resolve("ibdata1"), "data");
    earlier = Files.createDirectories(folder.resolve("earlier"));
  }

  @AfterEach
  void tearDown() {
    all.forEach(StreamHosts::close);
  }

  private StreamHosts hosts() throws IOException {
    StreamHosts hosts = new StreamHosts(folder.resolve("hosts-" + all.size())).sendingFrom(source);
    all.add(hosts);
    return hosts;
  }

  private static byte[] noise(long seed, int size) {
    byte[] noise = new byte[size];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  private void assertSame(StreamHosts hosts) throws Exception {
    assertThat(TreeComparison.exact().compare(source, hosts.datadir()).found()).isEmpty();
  }

  @Test
  void isTheSameWhereverItWasCut() throws Exception {
    Files.delete(source.resolve("ibdata1"));
    new DatadirGenerator(7).generate(source, 60L * MIB);
    Files.write(source.resolve("big"), noise(1, 80 * MIB));
    Files.createLink(source.resolve("big-again"), source.resolve("big"));
    Random random = new Random(11);
    List<Path> left = new ArrayList<>();
    for (int cut = 0; cut < 10; cut++) {
      StreamHosts hosts = hosts().after(left.toArray(Path[]::new)).start();
      boolean unused = hosts.receivesWithin(Duration.ofMillis(100 + random.nextInt(1400)));
      hosts.abortReceiver();
      Throwable unusedHere = catchThrowable(hosts::received);
      Throwable unusedThere = catchThrowable(hosts::sent);
      left.add(0, setAside(hosts.datadir()));
    }
    StreamHosts last = hosts().after(left.toArray(Path[]::new));
    last.seed();
    assertThat(TreeComparison.exact().toTheSecond().compare(source, last.datadir()).found())
        .isEmpty();
    assertThat(last.received().summary()).contains("were there already");
  }

  /** As the host does it: into a folder of its own. */
  private Path setAside(Path datadir) throws IOException {
    Path made = Files.createDirectory(datadir.resolveSibling("set-aside"));
    try (Stream<Path> entries = Files.list(datadir)) {
      for (Path entry : entries.toList()) {
        Files.move(entry, made.resolve(entry.getFileName()));
      }
    }
    return made;
  }

  @Test
  void movesBigFilesToTheirPlaces() throws Exception {
    byte[] content = noise(1, 5 * MIB);
    Files.write(source.resolve("big"), content);
    Path file = Files.write(earlier.resolve("big"), Arrays.copyOf(content, 4 * MIB));
    Files.setAttribute(file, "unix:mode", 0);
    Object inode = Files.getAttribute(file, "unix:ino");
    StreamHosts hosts = hosts().after(earlier);
    hosts.seed();
    assertSame(hosts);
    assertThat(Files.getAttribute(hosts.datadir().resolve("big"), "unix:ino")).isEqualTo(inode);
    assertThat(file).doesNotExist();
    assertThat(hosts.received().summary()).contains("of which 4.2 MB were there already");
  }

  @Test
  void writesZerosOverWhatIsNoLongerThere() throws Exception {
    byte[] content = noise(1, 5 * MIB + 100);
    Files.write(earlier.resolve("big"), noise(1, 7 * MIB));
    Arrays.fill(content, 0, MIB, (byte) 0);
    Arrays.fill(content, MIB, MIB + Chunks.CHUNK, (byte) 0);
    Arrays.fill(content, 2 * MIB + 4096, 2 * MIB + 8192, (byte) 0);
    Files.write(source.resolve("big"), content);
    byte[] other = noise(2, 3 * MIB);
    Arrays.fill(other, MIB + 4096, MIB + 3 * 4096, (byte) 0);
    Files.write(source.resolve("other"), other);
    Files.write(earlier.resolve("other"), noise(3, 3 * MIB));
    StreamHosts hosts = hosts().after(earlier);
    hosts.seed();
    assertSame(hosts);
  }

  @Test
  void takesWhatItStillLacksFromWhatWasKept() throws Exception {
    byte[] content = noise(1, 6 * MIB);
    Path kept = Files.createDirectories(folder.resolve("kept"));
    Files.write(source.resolve("big"), content);
    Files.write(kept.resolve("big"), content);
    byte[] half = content.clone();
    Arrays.fill(half, 2 * MIB, 4 * MIB, (byte) 0);
    Files.write(earlier.resolve("big"), half);
    StreamHosts hosts = hosts().after(earlier).keeping(new FakeKeptDatadir(kept));
    hosts.seed();
    assertSame(hosts);
    assertThat(hosts.received().summary()).contains("of which 6.3 MB were there already");
  }

  @Test
  void takesTheLatestOfSeveral() throws Exception {
    byte[] content = noise(1, 3 * MIB);
    Path oldest = Files.createDirectories(folder.resolve("oldest"));
    for (String name : List.of("big", "middle")) {
      Files.write(source.resolve(name), Arrays.copyOf(content, name.length() * 300_000));
      Files.write(oldest.resolve(name), noise(2, 100_000));
      Files.write(earlier.resolve(name), Arrays.copyOf(content, name.length() * 300_000));
    }
    StreamHosts hosts = hosts().after(earlier, oldest);
    hosts.seed();
    assertSame(hosts);
    assertThat(hosts.received().summary()).contains("of which 2.7 MB were there already");
  }

  @Test
  void writesIntoNoFileThatHasAnotherName() throws Exception {
    byte[] content = noise(1, 3 * MIB);
    Files.write(source.resolve("one"), content);
    Files.write(source.resolve("two"), noise(2, 3 * MIB));
    Files.write(earlier.resolve("one"), content);
    Files.createLink(earlier.resolve("two"), earlier.resolve("one"));
    StreamHosts hosts = hosts().after(earlier);
    hosts.seed();
    assertSame(hosts);
    assertThat(earlier.resolve("one")).hasBinaryContent(content);
  }

  @Test
  void takesNothingFromLinks() throws Exception {
    Path aside = Files.createDirectories(folder.resolve("aside"));
    Files.write(aside.resolve("file"), noise(1, 3 * MIB));
    Files.createDirectories(source.resolve("through"));
    for (String name : List.of("big", "through/file")) {
      Files.write(source.resolve(name), noise(1, 3 * MIB));
    }
    Files.createSymbolicLink(earlier.resolve("big"), aside.resolve("file"));
    Files.createSymbolicLink(earlier.resolve("through"), aside);
    StreamHosts hosts = hosts().after(earlier);
    hosts.seed();
    assertSame(hosts);
    assertThat(hosts.received().summary()).doesNotContain("there already");
    assertThat(aside.resolve("file")).hasBinaryContent(noise(1, 3 * MIB));
  }
}
