package io.orchestrator.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
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
    assertThat(folder.resolve("lock")).doesNotExist();
  }

  @Test
  void writesThePositionIntoTheDatadir() throws Exception {
    String before = server.sql("SHOW MASTER STATUS");

    commands.run(script("lock-for-snapshot").leavingDaemon());

    Path position = server.datadir().resolve("orchestrator-agent-binlog-position");
    assertThat(position).content().contains(before.strip()).contains("gtid_binlog_pos", "0-7-");
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
    long holder = Long.parseLong(Files.readString(folder.resolve("lock/holder")).strip());
    ProcessHandle.of(holder).orElseThrow().destroy();
    ProcessHandle.of(holder).ifPresent(gone -> gone.onExit().join());

    assertThatThrownBy(() -> commands.run(script("unlock-after-snapshot")))
        .hasMessageContaining("the lock had ended already");
  }

  private static Command script(String name) {
    return Command.of(Path.of(System.getProperty("agent.distribution"), "bin", name).toString())
        .with("SNAPSHOT_DATADIR", server.datadir().toString())
        .with("MYSQL_DEFAULTS_EXTRA_FILE", options().toString())
        .with("MYSQL_LOCK_DIRECTORY", folder.resolve("lock").toString());
  }
}
