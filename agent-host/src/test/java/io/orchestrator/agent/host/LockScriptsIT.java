package io.orchestrator.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the distribution that lock MySQL around a snapshot. */
@Tag("mariadb")
@RequiresTool({"mariadbd", "mariadb-install-db", "mariadb"})
class LockScriptsIT {
  private static final String WRITE = "SET lock_wait_timeout = 1; INSERT INTO shop.t VALUES (1)";

  @TempDir static Path folder;
  private static PrivateMariaDb server;
  private final ProcessRunner commands = new ProcessRunner(false);

  @BeforeAll
  static void start() throws Exception {
    server = PrivateMariaDb.start(folder, "--log-bin=" + folder.resolve("binlog"), "--server-id=7");
    server.sql("CREATE DATABASE shop; CREATE TABLE shop.t (v INT)");
    Files.writeString(options(), "[client]\nuser=root\nsocket=" + server.socket() + "\n");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Path options() {
    return folder.resolve("client.cnf");
  }

  @AfterEach
  void unlock() throws InterruptedException {
    var unused = commands.tryRun(script("unlock-after-snapshot"));
  }

  @Test
  void locksUntilItIsUnlocked() throws Exception {
    commands.run(script("lock-for-snapshot").leavingDaemon());

    assertThatThrownBy(() -> server.sql(WRITE)).isInstanceOf(AgentException.class);
    commands.run(script("unlock-after-snapshot"));
    server.sql(WRITE);
    assertThat(locks()).isEmpty();
    assertThat(position()).doesNotExist();
  }

  @Test
  void writesThePositionIntoTheDatadir() throws Exception {
    String before = server.sql("SHOW MASTER STATUS");

    commands.run(script("lock-for-snapshot").leavingDaemon());

    assertThat(position())
        .content()
        .contains(before.strip())
        .contains("gtid_binlog_pos", "0-7-")
        .contains("host\tport\tutc", "\t" + server.port() + "\t");
  }

  @Test
  void writesThroughNoLinkInTheDatadir() throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "unharmed");
    Path temporary = server.datadir().resolve(position().getFileName() + ".new");
    Files.createSymbolicLink(temporary, victim);
    Files.createSymbolicLink(position(), victim);
    try {
      commands.run(script("lock-for-snapshot").leavingDaemon());

      assertThat(victim).content().isEqualTo("unharmed");
      assertThat(position()).isRegularFile();
      assertThat(Files.isSymbolicLink(position())).isFalse();
    } finally {
      Files.delete(temporary);
    }
  }

  @Test
  void failsWithoutAPosition() throws Exception {
    server.sql("CREATE USER locker@localhost; GRANT RELOAD ON *.* TO locker@localhost");
    Path locker = folder.resolve("locker.cnf");
    Files.writeString(locker, "[client]\nuser=locker\nsocket=" + server.socket() + "\n");

    assertThatThrownBy(
            () ->
                commands.run(
                    script("lock-for-snapshot")
                        .with("MYSQL_DEFAULTS_EXTRA_FILE", locker.toString())
                        .leavingDaemon()))
        .hasMessageContaining("could not find out the binary-log position")
        .hasMessageContaining("Access denied");
    assertThat(position()).doesNotExist();
  }

  @Test
  void leavesALockThatIsHeldAlone() throws Exception {
    commands.run(script("lock-for-snapshot").leavingDaemon());

    assertThatThrownBy(() -> commands.run(script("lock-for-snapshot").leavingDaemon()))
        .hasMessageContaining("is held already");
    commands.run(script("unlock-after-snapshot"));
  }

  @Test
  void refusesAStateDirectoryThatIsALink() throws Exception {
    commands.run(script("lock-for-snapshot").leavingDaemon());
    Path state = locks().get(0);
    commands.run(script("unlock-after-snapshot"));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(state, elsewhere);
    try {
      assertThatThrownBy(() -> commands.run(script("lock-for-snapshot").leavingDaemon()))
          .hasMessageContaining("could not use the directory");
      assertThat(elsewhere).isEmptyDirectory();
    } finally {
      Files.delete(state);
    }
  }

  @Test
  void saysThatThereIsNoLockToEnd() {
    assertThatThrownBy(() -> commands.run(script("unlock-after-snapshot")))
        .hasMessageContaining("no lock for " + server.datadir());
  }

  @Test
  void saysThatTheConnectionWithTheLockHadDied() throws Exception {
    commands.run(script("lock-for-snapshot").leavingDaemon());
    server.sql(
        "SELECT GROUP_CONCAT('KILL ', ID SEPARATOR ';') INTO @kill FROM"
            + " information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND USER = 'root';"
            + " EXECUTE IMMEDIATE @kill");

    assertThatThrownBy(() -> commands.run(script("unlock-after-snapshot")))
        .hasMessageContaining("the lock had ended already");
  }

  @Test
  void saysWhyItCannotLock() throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong.cnf"), "[client]\nsocket=/nowhere\n");

    assertThatThrownBy(
            () ->
                commands.run(
                    script("lock-for-snapshot")
                        .with("MYSQL_DEFAULTS_EXTRA_FILE", wrong.toString())
                        .leavingDaemon()))
        .hasMessageContaining("could not lock MySQL")
        .hasMessageContaining("/nowhere");
  }

  @Test
  void saysThatTheLockHadEndedEarly() throws Exception {
    commands.run(script("lock-for-snapshot").leavingDaemon());
    long holder = Long.parseLong(Files.readString(locks().get(0).resolve("holder")).strip());
    ProcessHandle.of(holder).orElseThrow().destroy();
    ProcessHandle.of(holder).ifPresent(gone -> gone.onExit().join());

    assertThatThrownBy(() -> commands.run(script("unlock-after-snapshot")))
        .hasMessageContaining("the lock had ended already");
  }

  private static Path position() {
    return server.datadir().resolve("orchestrator-agent-binlog-position");
  }

  private static List<Path> locks() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.toString().contains("/orchestrator-agent-lock-")).toList();
    }
  }

  private static Command script(String name) {
    return Command.of(Path.of(System.getProperty("agent.distribution"), "bin", name).toString())
        .with("SNAPSHOT_DATADIR", server.datadir().toString())
        .with("MYSQL_DEFAULTS_EXTRA_FILE", options().toString())
        .with("MYSQL_LOCK_DIRECTORY", folder.toString());
  }
}
