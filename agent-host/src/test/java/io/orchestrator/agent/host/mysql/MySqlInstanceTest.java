package io.orchestrator.agent.host.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.config.MySqlConfig;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlInstanceTest {
  private final ScriptedCommands commands = new ScriptedCommands();
  @TempDir Path folder;
  private Path data;
  private FakeProc proc;
  private Path optionFile;

  @BeforeEach
  void makeFolders() throws IOException {
    data = Files.createDirectory(folder.resolve("data")).toRealPath();
    Files.createFile(data.resolve("ibdata1"));
    proc = new FakeProc(Files.createDirectory(folder.resolve("proc")));
    optionFile = folder.resolve("my.cnf");
  }

  @Test
  void asksTheConfiguredCommandsFirst() throws Exception {
    proc.process(10, "mysqld", data, "mysqld", "--port=3307");
    commands.prints("/from/command/../command\n", "bash", "-c", "print-datadir");
    commands.prints(" 3308\n", "bash", "-c", "print-port");
    MySqlInstance mysql =
        instance(
            new MySqlConfig(
                Optional.of("print-datadir"),
                Optional.of("print-port"),
                Optional.empty(),
                "mysql",
                Optional.empty()));

    assertThat(mysql.datadir()).isEqualTo(Path.of("/from/command"));
    assertThat(mysql.port()).isEqualTo(3308);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "relative", "/two\n/lines", "mysql: error"})
  void refusesACommandThatPrintsNoAbsolutePath(String printed) {
    commands.prints(printed, "bash", "-c", "print-datadir");
    MySqlInstance mysql =
        instance(
            new MySqlConfig(
                Optional.of("print-datadir"),
                Optional.empty(),
                Optional.empty(),
                "mysql",
                Optional.empty()));

    assertThatThrownBy(mysql::datadir)
        .isInstanceOfSatisfying(
            AgentException.class,
            error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContaining("MySQLDatadirCommand");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65536", "port 1", "99999999999"})
  void refusesACommandThatPrintsNoPort(String printed) {
    commands.prints(printed, "bash", "-c", "print-port");
    MySqlInstance mysql =
        instance(
            new MySqlConfig(
                Optional.empty(),
                Optional.of("print-port"),
                Optional.empty(),
                "mysql",
                Optional.empty()));

    assertThatThrownBy(mysql::port).hasMessageContaining("MySQLPortCommand");
  }

  @Test
  void asksTheOnlyRunningServerNext() throws Exception {
    proc.process(10, "mysqld", data, "mysqld", "--port=3307", "--defaults-file=" + optionFile);
    options("[mysqld]\nport=3309\ndatadir=/other\n");

    MySqlInstance mysql = instance();

    assertThat(mysql.datadir()).isEqualTo(data);
    assertThat(mysql.port()).isEqualTo(3307);
    assertThat(mysql.defaultsFile()).contains(optionFile);
  }

  @Test
  void doesNotTakeForTheDatadirWhereAServerHappensToBeBeforeItIsUp() throws Exception {
    proc.process(10, "mariadbd", folder, "mariadbd");
    options("[mysqld]\ndatadir=/configured\n");

    assertThat(instance().datadir()).isEqualTo(Path.of("/configured"));
  }

  @Test
  void namesTheDatadirAsItIsConfiguredWhereThatIsTheSame() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), data);
    proc.process(10, "mysqld", data, "mysqld");
    options("[mysqld]\ndatadir=" + link + "\n");

    assertThat(instance().datadir()).isEqualTo(link);
  }

  @Test
  void doesNotAskAServerOfAnotherDatadirThanTheCommandNames() throws Exception {
    proc.process(10, "mysqld", data, "mysqld", "--port=3307");
    options("[mysqld]\nport=3309\n");
    commands.prints("/somewhere/else\n", "bash", "-c", "print-datadir");
    MySqlInstance mysql =
        instance(
            new MySqlConfig(
                Optional.of("print-datadir"),
                Optional.empty(),
                Optional.empty(),
                "mysql",
                Optional.empty()));

    assertThat(mysql.port()).isEqualTo(3309);
  }

  @Test
  void doesNotTakeTheScriptThatStartsAServerForTheServer() throws Exception {
    proc.process(
        10, "mysqld_safe", folder, "/bin/sh", "mysqld_safe", "--datadir=" + data, "--port=3307");
    options("[mysqld]\nport=3309\n");
    commands.prints(data + "\n", "bash", "-c", "print-datadir");
    MySqlInstance mysql =
        instance(
            new MySqlConfig(
                Optional.of("print-datadir"),
                Optional.empty(),
                Optional.empty(),
                "mysql",
                Optional.empty()));

    assertThat(mysql.port()).isEqualTo(3309);
    assertThat(mysql.settings().process()).isEmpty();
  }

  @Test
  void asksNoneOfSeveralRunningServers() throws Exception {
    proc.process(10, "mysqld", data, "mysqld");
    proc.process(11, "mysqld", folder, "mysqld");
    options("[mysqld]\ndatadir=/configured/\nport=3309\n");

    assertThat(instance().datadir()).isEqualTo(Path.of("/configured"));
    assertThat(instance().port()).isEqualTo(3309);
    assertThat(instance().defaultsFile()).isEmpty();
  }

  @Test
  void asksTheServerWithTheConfiguredDefaultsFileOnly() throws Exception {
    Path other = Files.writeString(folder.resolve("other.cnf"), "[mysqld]\nport=3310\n");
    options("[mysqld]\nport=3309\n");
    proc.process(10, "mysqld", folder, "mysqld", "--defaults-file=" + optionFile);
    proc.process(11, "mysqld", data, "mysqld", "--defaults-file=" + other);
    MySqlInstance mysql = withDefaultsFile(other);

    assertThat(mysql.port()).isEqualTo(3310);
    assertThat(mysql.datadir()).isEqualTo(data);
    assertThat(mysql.defaultsFile()).contains(other);
  }

  @Test
  void readsTheConfiguredDefaultsFileWhenItsServerDoesNotRun() throws Exception {
    Path own = Files.writeString(folder.resolve("own.cnf"), "[mysqld]\nport=3310\n");
    options("[mysqld]\nport=3309\n");
    proc.process(10, "mysqld", data, "mysqld");

    assertThat(withDefaultsFile(own).port()).isEqualTo(3310);
    assertThat(withDefaultsFile(own).datadir()).isEqualTo(Path.of("/var/lib/mysql"));
  }

  @Test
  void fallsBackToTheServersDefaults() throws Exception {
    assertThat(instance().datadir()).isEqualTo(Path.of("/var/lib/mysql"));
    assertThat(instance().port()).isEqualTo(3306);
  }

  @Test
  void refusesAnOptionFileWithAnImpossiblePort() throws Exception {
    options("[mysqld]\nport=many\n");

    assertThatThrownBy(() -> instance().port())
        .hasMessageContaining("port")
        .hasMessageContaining("many");
  }

  @Test
  void findsTheSocketOfTheRunningServer() throws Exception {
    options("[mysqld]\nsocket=other\n");
    assertThat(instance().socket().orElseThrow()).hasFileName("other");

    proc.process(10, "mysqld", data, "mysqld", "--socket=sock", "--defaults-file=" + optionFile);
    assertThat(instance().socket()).contains(data.resolve("sock"));
  }

  @Test
  void knowsOfNoSocketThatNothingNames() throws Exception {
    options("[mysqld]\nport=3307\n");
    assertThat(instance().socket()).isEmpty();
  }

  @Test
  void findsTheErrorLogByItsOption() throws Exception {
    assertErrorLog("log-error=/var/log/mysql/error.log", "/var/log/mysql/error.log");
    assertErrorLog("log_error=/var/log/mysql/error", "/var/log/mysql/error.err");
    assertErrorLog("log-error=errors", data + "/errors.err");
    assertErrorLog("log-error", data + "/db1.example.com.err");
    assertErrorLog("log-error\nlog-basename=base", data + "/base.err");
  }

  @Test
  void findsNoErrorLogOfAServerThatLogsElsewhere() throws Exception {
    options("[mysqld]\nlog-error=stderr\ndatadir=" + data + "\n");
    assertThat(instance().errorLog()).isEmpty();

    options("[mysqld]\ndatadir=" + data + "\n");
    assertThat(instance().errorLog()).isEmpty();
  }

  @Test
  void findsAnErrorLogWithADefaultNameThatExists() throws Exception {
    options("[mysqld]\ndatadir=" + data + "\n");
    Path log = Files.createFile(data.resolve("db1.err"));

    assertThat(instance().errorLog()).contains(log);
  }

  @Test
  void asksAgainOnlyAfterAWhile() throws Exception {
    commands.prints("3308\n", "bash", "-c", "print-port");
    MySqlInstance mysql =
        instance(
            new MySqlConfig(
                Optional.empty(),
                Optional.of("print-port"),
                Optional.empty(),
                "mysql",
                Optional.empty()));

    mysql.port();
    mysql.port();

    assertThat(commands.ran()).hasSize(1);
  }

  private void assertErrorLog(String option, String expected) throws Exception {
    options("[mysqld]\ndatadir=" + data + "\n" + option + "\n");
    assertThat(instance().errorLog()).as(option).contains(Path.of(expected));
  }

  private void options(String text) throws IOException {
    Files.writeString(optionFile, text);
  }

  private MySqlInstance instance() {
    return instance(
        new MySqlConfig(
            Optional.empty(), Optional.empty(), Optional.empty(), "mysql", Optional.empty()));
  }

  private MySqlInstance withDefaultsFile(Path file) {
    return instance(
        new MySqlConfig(
            Optional.empty(), Optional.empty(), Optional.empty(), "mysql", Optional.of(file)));
  }

  private MySqlInstance instance(MySqlConfig config) {
    OptionFiles files = new OptionFiles(List.of(optionFile));
    return new MySqlInstance(
        config, commands, new ServerProcesses(proc.root(), files), files, () -> "db1.example.com");
  }
}
