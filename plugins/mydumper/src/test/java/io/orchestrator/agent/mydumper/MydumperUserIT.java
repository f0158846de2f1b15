package io.orchestrator.agent.mydumper;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.live.SampleDatabases;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.seed.LivePair;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Root receives into the datadir of another user, who can exchange whatever is in it. */
@Tag("methods")
@RequiresRoot
@RequiresTool({
  "mariadbd",
  "mariadb-install-db",
  "mariadb",
  "mariadb-dump",
  "my_print_defaults",
  "mydumper",
  "myloader",
  "setpriv"
})
class MydumperUserIT {
  private static final String OPEN = "rwxr-xr-x";

  @TempDir Path folder;
  private PrivateMariaDb source;
  private LivePair hosts;
  private SampleDatabases databases;
  private UserPrincipal owner;

  @BeforeEach
  void giveTheTargetToAnother() throws Exception {
    source =
        PrivateMariaDb.start(
            Files.createDirectory(folder.resolve("source")), "--log-bin", "--server-id=1");
    databases = SampleDatabases.in(source);
    hosts = new LivePair(folder, source, MydumperSeed::new);
    Path spools = Files.createDirectory(folder.resolve("spools"));
    hosts.atSource(
        context -> context.with("SpoolDirectory", spools.toString()).with("RowsPerFile", 5000));
    owner = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("mysql");
    Files.setOwner(hosts.datadir(), owner);
    // The folder of a test is closed to others, what a datadir is in is not.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(OPEN));
    Files.setPosixFilePermissions(
        hosts.datadir().getParent(), PosixFilePermissions.fromString(OPEN));
  }

  @AfterEach
  void end() {
    hosts.close();
    source.close();
    assertThat(hosts.processes()).isEmpty();
    assertThat(folder.resolve("spools")).isEmptyDirectory();
  }

  private static String modeOf(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Path folderOf(String kind) throws Exception {
    try (Stream<Path> all = Files.find(hosts.datadir(), 2, (path, it) -> it.isDirectory())) {
      return all.filter(path -> path.toString().endsWith(kind)).findAny().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows", "other"})
  void isNotLedElsewhereByALinkInTheFoldersPlace(String kind) throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createFile(outside.resolve("kept"));
    Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString(OPEN));
    databases.add(40);
    hosts.slowedTo(4 << 20).start();
    Awaitility.await("rows are on their way")
        .atMost(Duration.ofMinutes(3))
        .until(() -> hosts.receiving().transferred() > 2 << 20);
    Path taken = folderOf(kind);
    Files.move(taken, taken.resolveSibling(kind + "-taken"));
    Files.createSymbolicLink(taken, outside);
    if (kind.equals("rows")) {
      // Where myloader, as the owner, finds no dump.
      assertThat(hosts.receiveFailure()).hasMessageContaining("load the rows by myloader");
      assertThat(hosts.sendFailure()).isNotNull();
    } else {
      assertThat(hosts.sent()).isNotNull();
    }
    assertThat(outside.toFile().list()).containsExactly("kept");
  }

  @Test
  void keepsTheOwnerOutOfTheFilesThatItLetsHimRead() throws Exception {
    databases.add(40);
    hosts.slowedTo(4 << 20).start();
    Awaitility.await("rows are on their way")
        .atMost(Duration.ofMinutes(3))
        .until(() -> hosts.receiving().transferred() > 2 << 20);
    Path rows = folderOf("rows");
    PosixFileAttributes there = Files.readAttributes(rows, PosixFileAttributes.class);
    assertThat(there.owner().getName()).isEqualTo("root");
    assertThat(PosixFilePermissions.toString(there.permissions())).isEqualTo(OPEN);
    try (Stream<Path> files = Files.list(rows)) {
      assertThat(files.toList())
          .isNotEmpty()
          .allMatch(file -> modeOf(file).equals("rw-r--r--"), "is readable");
    }
    hosts.abortReceiver();
    assertThat(hosts.receiveFailure()).isNotNull();
  }

  @Test
  void requiresAMyloaderThatTheOwnerMayRunBeforeTheSourceDumps() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    hosts.withTargetPrograms(
        programs -> programs.withScript(closed, "myloader", "exec \"$real\" \"$@\""));
    hosts.start();
    assertThat(hosts.receiveFailure())
        .hasFieldOrPropertyWithValue("code", ErrorCode.PERMISSION_DENIED)
        .hasMessageContaining(closed + "/myloader")
        .hasMessageContaining("LoadProgram");
    assertThat(hosts.sendFailure()).hasMessageContaining("LoadProgram");
    assertThat(hosts.sending().phases()).noneMatch(phase -> phase.contains("dump"));
  }

  @Test
  void loadsAsTheOwnerOfTheDatadir() throws Exception {
    Path said = Files.createFile(folder.resolve("said"));
    Files.setPosixFilePermissions(said, PosixFilePermissions.fromString("rw-rw-rw-"));
    hosts.withTargetPrograms(
        programs ->
            programs.withScript(
                folder, "myloader", "id -u >> %s; exec \"$real\" \"$@\"".formatted(said)));
    hosts.seed();
    String uid = Files.getAttribute(hosts.datadir(), "unix:uid").toString();
    assertThat(Files.readAllLines(said)).isNotEmpty().endsWith(uid);
    try (Stream<Path> all = Files.walk(hosts.datadir())) {
      for (Path path : all.toList()) {
        assertThat(Files.getOwner(path)).as(path.toString()).isEqualTo(owner);
      }
    }
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(SampleDatabases.checksums(target)).isEqualTo(SampleDatabases.checksums(source));
      target.stop();
    }
  }
}
