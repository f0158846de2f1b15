package io.orchestrator.agent.live.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.command.OtherPrograms;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("methods")
@RequiresTool({"mariadbd", "mariadb-install-db", "mariadb", "my_print_defaults"})
class PrivateServerIT {
  @TempDir Path folder;
  private final FakeTransfer transfer = new FakeTransfer();
  private Path datadir;
  private Path options;

  @BeforeEach
  void makeTheTarget() throws Exception {
    datadir = Files.createDirectory(folder.resolve("data"));
    options =
        Files.writeString(
            folder.resolve("my.cnf"), "[mysqld]\ninnodb_page_size=8k\naria_block_size=16384\n");
    Files.createDirectory(datadir.resolve(".orchestrator-agent-trash"));
  }

  @AfterEach
  void requireNothingLeft() {
    transfer.close();
    assertThat(transfer.processes()).isEmpty();
  }

  private NewDatadir target() throws InterruptedException {
    FakeMySqlFacts facts = FakeMySqlFacts.of(datadir).withDefaultsFile(options);
    return NewDatadir.in(transfer.commands(), facts, datadir);
  }

  private static void run(PrivateServer server, String statements) throws InterruptedException {
    try (ClientFeed feed = server.feed("a test", line -> {})) {
      feed.write(statements);
      feed.finish();
    }
  }

  @Test
  void leavesADatadirThatTheRealServerTakes() throws Exception {
    NewDatadir target = target();
    List<String> lines = new CopyOnWriteArrayList<>();
    try (PrivateServer server = target.serve(Optional.of(32L << 20))) {
      run(server, "CREATE DATABASE shop; CREATE TABLE shop.t (a INT); INSERT shop.t VALUES (7);");
      try (ClientFeed feed = server.feed("a question", lines::add)) {
        feed.write("SELECT @@innodb_page_size, @@log_bin, @@skip_networking, @@event_scheduler;\n");
        feed.finish();
      }
      server.shutDown();
    }
    target.finish();
    assertThat(lines).containsExactly("8192\t0\t1\tOFF");
    assertThat(datadir.resolve(".private-server")).doesNotExist();
    assertThat(datadir.resolve("auto.cnf")).doesNotExist();
    try (PrivateMariaDb real =
        PrivateMariaDb.open(folder, "--innodb-page-size=8k", "--aria-block-size=16384")) {
      assertThat(real.sql("SELECT a FROM shop.t")).isEqualTo("7\n");
      real.stop();
    }
  }

  @Test
  @RequiresRoot
  void makesTheFilesOfTheDatadirsOwner() throws Exception {
    UserPrincipal owner =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("mysql");
    Files.setOwner(datadir, owner);
    // The folder of a test is closed to others, a datadir's is not.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    NewDatadir target = target();
    try (PrivateServer server = target.serve(Optional.empty())) {
      run(server, "CREATE DATABASE shop; CREATE TABLE shop.t (a INT) ENGINE=MyISAM;");
      server.shutDown();
    }
    target.finish();
    try (Stream<Path> all = Files.walk(datadir)) {
      for (Path path : all.filter(it -> !it.endsWith(".orchestrator-agent-trash")).toList()) {
        assertThat(Files.getOwner(path)).as(path.toString()).isEqualTo(owner);
      }
    }
  }

  @Test
  @RequiresRoot
  @RequiresTool("setpriv")
  void runsNothingAsRootByTheFilesOfTheDatadirsOwner() throws Exception {
    Files.setAttribute(datadir, "unix:uid", Files.getAttribute(mysqlsFile(), "unix:uid"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path said = Files.createFile(folder.resolve("said"));
    Files.setPosixFilePermissions(said, PosixFilePermissions.fromString("rw-rw-rw-"));
    OtherPrograms programs = OtherPrograms.of(transfer.commands());
    for (String name : List.of("mariadb-install-db", "mariadbd", "mariadb")) {
      programs =
          programs.withScript(
              folder, name, "echo %s $(id -u) >> %s; exec \"$real\" \"$@\"".formatted(name, said));
    }
    FakeMySqlFacts facts = FakeMySqlFacts.of(datadir).withDefaultsFile(options);
    NewDatadir target = NewDatadir.in(programs, facts, datadir);
    Files.writeString(said, "");
    try (PrivateServer server = target.serve(Optional.empty())) {
      run(server, "SELECT 1;");
      server.shutDown();
    }
    Object uid = Files.getAttribute(datadir, "unix:uid");
    assertThat(Files.readAllLines(said))
        .contains("mariadb-install-db " + uid, "mariadbd " + uid, "mariadb " + uid)
        .allMatch(line -> line.endsWith(" " + uid));
  }

  private Path mysqlsFile() throws Exception {
    Path file = Files.createFile(folder.resolve("mysqls"));
    return Files.setOwner(
        file,
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("mysql"));
  }

  @Test
  void deletesWhatAnEarlierServerHasLeftButFollowsNoLink() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createFile(outside.resolve("file"));
    Path left = Files.createDirectories(datadir.resolve(".private-server/folder"));
    Files.createFile(left.resolve("sock"));
    Files.createSymbolicLink(left.resolve("link"), outside);
    try (PrivateServer server = target().serve(Optional.empty())) {
      assertThat(datadir.resolve(".private-server")).isDirectoryNotContaining("glob:**/folder");
      server.shutDown();
    }
    Files.createSymbolicLink(datadir.resolve(".private-server"), outside);
    PrivateFolder.make(transfer.commands(), ServerUser.of(transfer.commands(), datadir), datadir)
        .delete();
    assertThat(datadir.resolve(".private-server")).doesNotExist();
    assertThat(outside.resolve("file")).exists();
  }

  @Test
  void tellsTheStatementThatFailed() throws Exception {
    try (PrivateServer server = target().serve(Optional.empty())) {
      assertThatThrownBy(() -> run(server, "SELECT 1;\nINSERT no.where VALUES (1);\n"))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("at line 2")
          .hasMessageContaining("no.where");
    }
    assertThat(datadir.resolve(".private-server")).doesNotExist();
  }

  @Test
  void tellsThatAnOptionCannotBe() throws Exception {
    Files.writeString(options, "[mysqld]\ninnodb_data_file_path=nonsense\n");
    NewDatadir target = target();
    assertThatThrownBy(() -> target.serve(Optional.empty()))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("Could not initialise");
    assertThat(datadir.resolve(".private-server")).doesNotExist();
  }

  @Test
  void tellsThatTheServerEndedInTheMiddle() throws Exception {
    try (PrivateServer server = target().serve(Optional.empty());
        ClientFeed feed = server.feed("a test", line -> {})) {
      feed.write("SHUTDOWN;\nDO SLEEP(100);\nSELECT 1;\n");
      assertThatThrownBy(feed::finish)
          .hasFieldOrPropertyWithValue("code", ErrorCode.COMMAND_FAILED)
          .hasMessageContaining("Could not load a test");
    }
  }
}
