package io.orchestrator.agent.live.logical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.client.Grants;
import io.orchestrator.agent.live.client.ServerIdentity;
import io.orchestrator.agent.live.client.ServerVersion;
import io.orchestrator.agent.testkit.command.OtherPrograms;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DumpProgramTest {
  private static final Path MYSQLDUMP = Path.of("/usr/bin/mysqldump");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mysqldump  Ver 10.19 Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)|MariaDB 10.11.6",
        "mariadb-dump from 11.4.2-MariaDB, client 10.19 for Linux (x86_64)|MariaDB 11.4.2",
        "mysqldump  Ver 8.0.35 for Linux on x86_64 (MySQL Community Server - GPL)|MySQL 8.0.35",
        "mysqldump  Ver 8.0.35-27 for Linux on x86_64 (Percona Server (GPL))|Percona Server 8.0.35",
        "mysqldump  Ver 10.13 Distrib 5.7.44, for Linux (x86_64)|MySQL 5.7.44"
      })
  void readsTheVersionOfThePrograms(String told, String version) {
    assertThat(DumpProgram.version(MYSQLDUMP, told)).hasToString(version);
  }

  private static ServerIdentity server(String version, boolean writesBinaryLog) {
    return new ServerIdentity(
        ServerVersion.parse(version, ""), Path.of("/var/lib/mysql"), 3306, writesBinaryLog);
  }

  @ParameterizedTest
  @CsvSource({"5.7.44,--master-data=2", "8.0.25,--master-data=2", "8.4.2,--source-data=2"})
  void asksForThePositionAsTheProgramKnowsIt(String version, String option) {
    ServerVersion parsed = ServerVersion.parse(version, "");
    assertThat(new DumpProgram(MYSQLDUMP, parsed).everything(server(version, true)))
        .contains(option, "--set-gtid-purged=AUTO");
    assertThat(new DumpProgram(MYSQLDUMP, parsed).everything(server(version, false)))
        .noneMatch(it -> it.endsWith("-data=2"));
  }

  @Test
  void namesEveryRightThatIsMissing() {
    Grants few = Grants.of(List.of("GRANT SELECT, TRIGGER ON *.* TO `seed`@`localhost`"));
    assertThat(DumpProgram.missing(few, server("10.11.6-MariaDB", true), false))
        .containsExactly("SHOW VIEW", "EVENT", "RELOAD", "REPLICATION CLIENT");
    Grants all = Grants.of(List.of("GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost`"));
    assertThat(DumpProgram.missing(all, server("10.11.6-MariaDB", true), false)).isEmpty();
  }

  @Test
  void needsNoMoreThanToReadWithoutABinaryLogUnlessItLocks() {
    Grants some =
        Grants.of(List.of("GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON *.* TO `seed`@`localhost`"));
    assertThat(DumpProgram.missing(some, server("8.0.35", false), false)).isEmpty();
    assertThat(DumpProgram.missing(some, server("8.0.35", false), true)).containsExactly("RELOAD");
  }

  private static void find(CommandRunner commands, Path program) throws InterruptedException {
    DumpProgram unused =
        DumpProgram.find(
            commands,
            new Credentials(Settings.none(), FakeMySqlFacts.of(Path.of("/data"))),
            ServerVersion.parse("8.0.35", ""),
            Optional.of(program));
  }

  private static ScriptedCommands withOptionFiles(String lines) {
    return new ScriptedCommands()
        .answers(
            "my_print_defaults",
            asked -> asked.arguments().get(0).endsWith("/my_print_defaults"),
            asked -> new CommandResult(0, lines, "", Duration.ofMillis(1)))
        .prints("mysqldump  Ver 8.0.35 for Linux on x86_64 (MySQL)", MYSQLDUMP.toString());
  }

  @Test
  void letsOptionFilesSayWhatItsCommandLineOverrides() {
    String common =
        """
        --single-transaction
        --skip-lock-tables
        --add-drop-table
        --skip-add-drop-table
        --create-options
        --set-charset
        --skip-set-charset
        --disable-keys
        --skip-disable-keys
        --loose-disable_keys
        """;
    assertThatCode(() -> find(withOptionFiles(common), MYSQLDUMP)).doesNotThrowAnyException();
    assertThatThrownBy(() -> find(withOptionFiles(common + "--lock-all-tables\n"), MYSQLDUMP))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CONFIGURATION)
        .hasMessageContaining("--lock-all-tables");
  }

  @Test
  void asksWhoComesWithTheProgramWhatIsInOptionFiles(@TempDir Path folder) throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    OtherPrograms programs =
        OtherPrograms.of(new ProcessRunner(false))
            .withScript(own, "my_print_defaults", "echo --where=1")
            .withScript(own, "mysqldump", "echo mysqldump  Ver 8.0.35 for Linux")
            .withScript(folder, "my_print_defaults", "echo --quick");
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, own.resolve("mysqldump"));
    for (Path program : List.of(own.resolve("mysqldump"), link)) {
      assertThatThrownBy(() -> find(programs, program)).hasMessageContaining("to use --where");
    }
    Files.delete(own.resolve("my_print_defaults"));
    assertThatCode(() -> find(programs, link)).doesNotThrowAnyException();
  }
}
