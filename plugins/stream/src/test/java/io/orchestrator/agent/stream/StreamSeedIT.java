package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.datadir.TreeComparison;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees with everything that is hard to copy. */
@Tag("stream")
class StreamSeedIT {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private StreamHosts hosts;

  @BeforeEach
  void setUp() throws IOException {
    hosts = new StreamHosts(folder);
  }

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        4095,
        4097,
        Blocks.SMALL,
        Blocks.SMALL + 1,
        MIB - 1,
        MIB,
        MIB + 1,
        3 * MIB,
        5 * MIB + 4097
      })
  void keepsFilesOfEverySize(int size) throws Exception {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Files.write(hosts.source().resolve("file"), content);
    hosts.seed();
    assertSame();
  }

  @Test
  void keepsHolesAndMakesSomeWhereZerosAre() throws Exception {
    try (RandomAccessFile file =
        new RandomAccessFile(hosts.source().resolve("holes").toFile(), "rw")) {
      for (int hole = 1; hole < 40; hole++) {
        file.seek(hole * 700_000L);
        file.write(hole);
      }
      file.setLength(64L * MIB);
    }
    try (RandomAccessFile file =
        new RandomAccessFile(hosts.source().resolve("only-a-hole").toFile(), "rw")) {
      file.setLength(100L * MIB);
    }
    Files.write(hosts.source().resolve("zeros"), new byte[8 * MIB]);
    Files.write(hosts.source().resolve("few-zeros"), new byte[200_000]);
    hosts.seed();
    assertSame();
    assertThat(allocated("zeros")).isLessThan(64 * 1024);
    assertThat(allocated("only-a-hole")).isLessThan(64 * 1024);
  }

  @Test
  @RequiresRoot
  void givesWhatIsMySqlsToTheMySqlOfTheTarget() throws Exception {
    Path source = hosts.source();
    Files.writeString(source.resolve("others"), "x");
    own(source, 5001, 5002);
    own(source.resolve("ibdata1"), 5001, 5002);
    own(source.resolve("others"), 7001, 5002);
    own(hosts.datadir(), 6001, 6002);

    hosts.seed();

    assertThat(Owner.of(hosts.datadir())).isEqualTo(new Owner(6001, 6002));
    assertThat(Owner.of(hosts.datadir().resolve("ibdata1"))).isEqualTo(new Owner(6001, 6002));
    assertThat(Owner.of(hosts.datadir().resolve("others"))).isEqualTo(new Owner(7001, 6002));
  }

  @Test
  @RequiresRoot
  void keepsTheOwnersNumberWhereTheTargetsDatadirIsOfRoot() throws Exception {
    own(hosts.source(), 5001, 5002);
    own(hosts.source().resolve("ibdata1"), 5001, 5002);

    hosts.seed();

    assertThat(Owner.of(hosts.datadir())).isEqualTo(new Owner(5001, 5002));
    assertThat(Owner.of(hosts.datadir().resolve("ibdata1"))).isEqualTo(new Owner(5001, 5002));
  }

  private static void own(Path path, int uid, int gid) throws IOException {
    Files.setAttribute(path, "unix:uid", uid);
    Files.setAttribute(path, "unix:gid", gid);
  }

  private long allocated(String name) throws Exception {
    Process du = new ProcessBuilder("du", "-B1", hosts.datadir().resolve(name).toString()).start();
    String line = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Long.parseLong(line.substring(0, line.indexOf('\t')));
  }

  @Test
  void keepsLinks() throws Exception {
    Path source = hosts.source();
    Files.createDirectories(source.resolve("a/b"));
    Files.write(source.resolve("a/big"), new byte[3 * MIB]);
    Files.createLink(source.resolve("big-again"), source.resolve("a/big"));
    Files.createLink(source.resolve("a/b/big-too"), source.resolve("a/big"));
    Files.createLink(source.resolve("ibdata1-again"), source.resolve("ibdata1"));
    Files.createSymbolicLink(source.resolve("dangling"), Path.of("../no/such//file"));
    Files.createSymbolicLink(source.resolve("absolute"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(source.resolve("a/up"), Path.of("../ibdata1"));
    Files.createSymbolicLink(source.resolve("to-folder"), Path.of("a"));
    Path odd = RawName.of(Path.of("x")).path();
    Files.createSymbolicLink(source.resolve(odd), new RawName(bytes("../\u00e9\n")).path());
    hosts.seed();
    assertSame();
  }

  @Test
  void keepsTheTimesOfLinks() throws Exception {
    Path link = Files.createSymbolicLink(hosts.source().resolve("link"), Path.of("ibdata1"));
    hosts.seed();
    assertThat(micros(hosts.datadir().resolve("link"))).isEqualTo(micros(link));
  }

  private static long micros(Path link) throws IOException {
    return Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS)
        .to(java.util.concurrent.TimeUnit.MICROSECONDS);
  }

  @Test
  void keepsNamesOfAnyBytes() throws Exception {
    for (byte[] name :
        List.of(
            bytes("new\nline"),
            bytes("caf\u00e9"),
            new byte[] {'l', 'a', 't', 'i', 'n', (byte) 0xE9},
            new byte[] {(byte) 0xFF, (byte) 0xFE, '%', '2', 'F'},
            bytes("%00"),
            bytes("..."),
            bytes("n".repeat(255)))) {
      Path file = hosts.source().resolve(new RawName(name).path());
      Files.write(file, name);
      assertThat(RawName.of(file.getFileName()).bytes()).isEqualTo(name);
    }
    Path odd = hosts.source().resolve(new RawName(new byte[] {(byte) 0x80, '?'}).path());
    Files.write(Files.createDirectories(odd).resolve("inside"), bytes("x"));
    hosts.seed();
    assertSame();
  }

  @Test
  void keepsModesAndTimesToTheNanosecond() throws Exception {
    Path file = Files.writeString(hosts.source().resolve("program"), "x");
    Path sticky = Files.createDirectories(hosts.source().resolve("sticky/empty")).getParent();
    Path closed = Files.createDirectories(hosts.source().resolve("closed"));
    Files.writeString(closed.resolve("in-it"), "x");
    Files.setAttribute(file, "unix:mode", 0755);
    Files.setAttribute(sticky, "unix:mode", 03777);
    Files.setAttribute(closed, "unix:mode", 0500);
    FileTime time = FileTime.from(Instant.ofEpochSecond(1_000_000_007, 123_456_789));
    for (Path path : List.of(file, sticky, closed, hosts.source())) {
      Files.setLastModifiedTime(path, time);
    }
    Files.setLastModifiedTime(
        hosts.source().resolve("ibdata1"), FileTime.from(Instant.parse("1960-01-02T03:04:05.6Z")));
    hosts.seed();
    assertSame();
    assertThat(Files.getLastModifiedTime(hosts.datadir())).isEqualTo(time);
  }

  @Test
  @RequiresRoot
  void keepsOwners() throws Exception {
    Path file = Files.write(hosts.source().resolve("file"), new byte[2 * MIB]);
    Path inner = Files.createDirectories(hosts.source().resolve("folder"));
    Path link = Files.createSymbolicLink(hosts.source().resolve("link"), Path.of("nowhere"));
    for (Path path : List.of(file, inner, link, hosts.source().resolve("ibdata1"))) {
      Files.setAttribute(path, "unix:uid", 4711, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", 4712, LinkOption.NOFOLLOW_LINKS);
    }
    Files.setAttribute(inner, "unix:mode", 02750);
    hosts.seed();
    assertSame();
  }

  @Test
  void keepsExtendedAttributes() throws Exception {
    Assumptions.assumeTrue(ExtendedAttributes.areThere(hosts.source()), "not on this file system");
    Path big = Files.write(hosts.source().resolve("big"), new byte[2 * MIB]);
    Path inner = Files.createDirectories(hosts.source().resolve("folder"));
    for (Path path : List.of(big, inner, hosts.source().resolve("ibdata1"))) {
      attributes(path).write("note", ByteBuffer.wrap(bytes("of " + path.getFileName())));
      attributes(path).write("empty", ByteBuffer.allocate(0));
    }
    hosts.seed();
    for (String name : List.of("big", "folder", "ibdata1")) {
      Path copy = hosts.datadir().resolve(name);
      assertThat(ExtendedAttributes.read(copy)).containsOnlyKeys("note", "empty");
      assertThat(ExtendedAttributes.read(copy).get("note")).isEqualTo(bytes("of " + name));
    }
  }

  private static UserDefinedFileAttributeView attributes(Path path) {
    return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
  }

  @Test
  void leavesOutWhatBelongsToTheSourcesServerAlone() throws Exception {
    Path source = hosts.source();
    Files.createDirectories(source.resolve("mysql"));
    for (String name :
        List.of("auto.cnf", "mysqld-auto.cnf", "db1.pid", "mysql/kept.pid", "s.sock.lock")) {
      Files.writeString(source.resolve(name), name);
    }
    Files.createDirectories(source.resolve("lost+found/x"));
    Files.createDirectories(source.resolve(".orchestrator-agent-trash/x"));
    new ProcessBuilder("mkfifo", source.resolve("pipe").toString()).start().waitFor();
    hosts.seed();
    assertThat(hosts.datadir().toFile().list())
        .containsExactlyInAnyOrder("ibdata1", "mysql", "mysqld-auto.cnf");
    assertThat(hosts.datadir().resolve("mysql/kept.pid")).exists();
  }

  @Test
  void leavesOutWhatIsConfigured() throws Exception {
    Files.createDirectories(hosts.source().resolve("mysql"));
    Files.writeString(hosts.source().resolve("mysql/x.tmp"), "x");
    Files.writeString(hosts.source().resolve("auto.cnf"), "x");
    hosts.with("Exclude", List.of("mysql/*.tmp")).seed();
    assertThat(hosts.datadir().resolve("mysql")).isEmptyDirectory();
    assertThat(hosts.datadir().resolve("auto.cnf")).exists();
  }

  @Test
  void tellsWhatItDoesAndHowFarItIs() throws Exception {
    try (FileChannel file =
        FileChannel.open(
            hosts.source().resolve("big"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(bytes("x".repeat(MIB))), 60L * MIB);
    }
    hosts.seed();
    assertThat(hosts.receiving().phases())
        .contains(
            "receiving the list of files",
            "making the folders",
            "setting owners, modes and times",
            "syncing to disk")
        .anyMatch(phase -> phase.matches("receiving: .* of 64.0 MB, \\d of 2 files.*"));
    assertThat(hosts.receiving().transferred()).isGreaterThan(61L * MIB);
    assertThat(hosts.sending().transferred()).isGreaterThan(61L * MIB);
    assertThat(hosts.received().summary()).isEqualTo("2 files, 64.0 MB");
  }

  @Test
  @RequiresRoot
  void takesFoldersThatAreNamedByLinks() throws Exception {
    Path source = Files.createSymbolicLink(folder.resolve("source-link"), hosts.source());
    Path datadir = Files.createSymbolicLink(folder.resolve("datadir-link"), hosts.datadir());
    Files.setAttribute(hosts.source(), "unix:uid", 4711);
    hosts.sendingFrom(source).receivingInto(datadir).seed();
    assertThat(datadir.resolve("ibdata1")).hasContent("data");
    assertThat(Files.getAttribute(datadir, "unix:uid")).isEqualTo(4711);
    assertThat(Files.getAttribute(datadir, "unix:uid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(0);
  }

  @Test
  void leavesNothingInTheWorkDirectories() throws Exception {
    hosts.seed();
    assertThat(folder.resolve("source-host/work")).isEmptyDirectory();
    assertThat(folder.resolve("target-host/work")).isEmptyDirectory();
  }

  private void assertSame() throws Exception {
    assertThat(TreeComparison.exact().compare(hosts.source(), hosts.datadir()).found()).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
