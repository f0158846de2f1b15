package io.orchestrator.agent.live.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
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
