package io.orchestrator.agent.host.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.host.config.MySqlConfig;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this package says about a real server, which runs for all tests. */
@Tag("mariadb")
@RequiresTool({"mariadbd", "mariadb-install-db", "mariadb", "mariadb-binlog"})
class PrivateServerIT {
  @TempDir static Path folder;
  private static PrivateMariaDb server;

  private final ProcessRunner commands = new ProcessRunner(false);
  private final OptionFiles optionFiles = new OptionFiles(List.of());
  private final ServerProcesses processes = new ServerProcesses(optionFiles);
  private final MySqlInstance mysql = instance();
  private final BinaryLogs binaryLogs = new BinaryLogs(new LogIndexes(mysql));

  @BeforeAll
  static void start() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("server"));
    server =
        PrivateMariaDb.start(directory, "--log-bin=bin", "--server-id=1", "--log-error=errors");
    server.sql("CREATE DATABASE shop; CREATE TABLE shop.t (id INT PRIMARY KEY, v TEXT)");
    server.sql("INSERT INTO shop.t VALUES (1, 'one'); FLUSH BINARY LOGS");
    server.sql("INSERT INTO shop.t VALUES (2, 'two'); FLUSH BINARY LOGS");
    server.sql("INSERT INTO shop.t VALUES (3, 'three')");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void findsTheServerThatUsesADatadir() throws Exception {
    assertThat(processes.using(server.datadir())).map(ServerProcess::pid).contains(server.pid());
    assertThat(processes.all()).extracting(ServerProcess::pid).contains(server.pid());
    assertThat(processes.using(folder)).isEmpty();
  }

  @Test
  void findsTheServersLockOnItsTablespace() throws Exception {
    assertThat(FileLocks.holder(Path.of("/proc/locks"), server.datadir().resolve("ibdata1")))
        .hasValue(server.pid());
  }

  @Test
  void tellsTheFactsOfTheServer() throws Exception {
    assertThat(mysql.datadir()).isEqualTo(server.datadir());
    assertThat(mysql.port()).isEqualTo(server.port());
    assertThat(mysql.errorLog()).contains(server.datadir().resolve("errors.err"));
    assertThat(new ErrorLogTail(mysql, commands, false).lines())
        .isNotEmpty()
        .anyMatch(line -> line.contains("ready for connections"));
  }

  @Test
  void saysThatTheServerHasNoRelayLogs() {
    assertThatThrownBy(() -> new RelayLogs(new LogIndexes(mysql)).files())
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("no relay log index");
  }

  @Test
  void cutsALogThatTheServersToolAccepts() throws Exception {
    List<Path> logs = binaryLogs.files(List.of("bin.000001", "bin.000002", "bin.000003"));
    ByteArrayOutputStream cut = new ByteArrayOutputStream();

    new BinaryLogCutter().write(logs, positionOf("Write_rows", "bin.000001"), 0, cut);

    Path file = Files.write(folder.resolve("cut"), cut.toByteArray());
    String text =
        commands
            .run(Command.of("mariadb-binlog", "--no-defaults", "--verbose", file.toString()))
            .stdout();
    assertThat(text).contains("two").contains("three").doesNotContain("CREATE TABLE");
  }

  @Test
  void printsTheText() throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();

    new BinaryLogText(commands)
        .write(binaryLogs.files(List.of("bin.000001", "bin.000002")), 0, 0, text);

    assertThat(text.toString(UTF_8)).contains("CREATE DATABASE shop").contains("CREATE TABLE");
  }

  @Test
  void appliesWhatItHasCut() throws Exception {
    List<Path> logs = binaryLogs.files(List.of("bin.000001", "bin.000002", "bin.000003"));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (OutputStream encoder = Base64Gzip.encoder(body)) {
      new BinaryLogCutter().write(logs, 0, 0, encoder);
    }
    Path directory = Files.createDirectory(folder.resolve("other"));
    Path work = Files.createDirectory(folder.resolve("work"));

    try (PrivateMariaDb other = PrivateMariaDb.start(directory)) {
      String client = String.join(" ", other.clientCommand());
      new RelayLogApply(commands, client, work, 1 << 30)
          .apply(new ByteArrayInputStream(body.toByteArray()));

      assertThat(other.sql("SELECT GROUP_CONCAT(v ORDER BY id) FROM shop.t").strip())
          .isEqualTo("one,two,three");
    }
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void saysWhyTheServerRefusesWhatIsApplied() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (OutputStream encoder = Base64Gzip.encoder(body)) {
      new BinaryLogCutter().write(binaryLogs.files(List.of("bin.000001")), 0, 0, encoder);
    }
    String client = String.join(" ", server.clientCommand());

    assertThatThrownBy(
            () ->
                new RelayLogApply(commands, client, folder, 1 << 30)
                    .apply(new ByteArrayInputStream(body.toByteArray())))
        .hasMessageContaining("database exists");
  }

  @Test
  void findsARestartedServer() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("restarted"));
    try (PrivateMariaDb other = PrivateMariaDb.start(directory)) {
      other.stop();
      assertThat(processes.using(other.datadir())).isEmpty();

      other.restart();
      assertThat(processes.using(other.datadir())).isPresent();
    }
  }

  /** Where an event of this type begins for the first time. */
  private static long positionOf(String type, String log) throws InterruptedException {
    return server
        .sql("SHOW BINLOG EVENTS IN '" + log + "'")
        .lines()
        .map(line -> line.split("\t", -1))
        .filter(columns -> columns[2].startsWith(type) || columns[2].equals("Query"))
        .filter(columns -> columns[5].contains("INSERT"))
        .mapToLong(columns -> Long.parseLong(columns[1]))
        .findFirst()
        .orElseThrow();
  }

  /** As if only the private server ran, whatever else runs on this machine. */
  private static MySqlInstance instance() {
    MySqlConfig config =
        new MySqlConfig(
            Optional.empty(), Optional.empty(), Optional.empty(), "mysql", Optional.empty());
    OptionFiles files = new OptionFiles(List.of());
    return new MySqlInstance(config, new ProcessRunner(false), only(files), files);
  }

  private static ServerProcesses only(OptionFiles files) {
    try {
      Path proc = Files.createTempDirectory(folder, "proc");
      Files.createSymbolicLink(
          proc.resolve(String.valueOf(server.pid())),
          Path.of("/proc", String.valueOf(server.pid())));
      return new ServerProcesses(proc, files);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
