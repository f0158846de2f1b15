package io.orchestrator.agent.mydumper;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.testkit.live.SmallDisk;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.seed.LivePair;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can't be seeded is refused by the check, before orchestrator empties the target. */
@Tag("methods")
@RequiresTool({
  "mariadbd",
  "mariadb-install-db",
  "mariadb",
  "mariadb-dump",
  "my_print_defaults",
  "mydumper",
  "myloader"
})
class MydumperRefusalsIT {
  private static final String VERSION_16 =
      "echo '%s v0.16.3-1, built against MySQL 8.0.36 with SSL support'";

  @TempDir Path folder;
  private PrivateMariaDb source;
  private LivePair hosts;

  @BeforeEach
  void startTheSource() throws Exception {
    source =
        PrivateMariaDb.start(
            Files.createDirectory(folder.resolve("source")), "--server-id=1", "--skip-log-bin");
    hosts = new LivePair(folder, source, MydumperSeed::new);
    Path spools = Files.createDirectory(folder.resolve("spools"));
    hosts.atSource(context -> context.with("SpoolDirectory", spools.toString()));
    source.sql("CREATE DATABASE shop; CREATE TABLE shop.t (a INT)");
    assertThat(hosts.sourceTransport().check().usable()).isTrue();
  }

  @AfterEach
  void end() {
    hosts.close();
    source.close();
    assertThat(folder.resolve("spools")).isEmptyDirectory();
  }

  private void requireRefused(String said) throws Exception {
    CheckResult check = hosts.sourceTransport().check();
    assertThat(check.reason()).contains(said);
    assertThat(check.usable()).isFalse();
    hosts.start();
    assertThat(hosts.sendFailure()).hasMessageContaining(said);
    assertThat(hosts.receiveFailure()).hasMessageContaining(said);
    assertThat(hosts.datadir()).isEmptyDirectory();
  }

  @Test
  void refusesAServerInWhoseModeValuesWouldChange() throws Exception {
    source.sql("SET GLOBAL sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')");
    requireRefused("NO_BACKSLASH_ESCAPES");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "DROP DATABASE shop, nothing to seed",
        "CREATE TABLE shop.`a.b` (a INT), can't cope",
        "CREATE TABLE shop.v (a INT) WITH SYSTEM VERSIONING, history",
        "ALTER TABLE shop.t ADD secret INT INVISIBLE DEFAULT 0, shop.t.secret",
        "CREATE DATABASE `MySQL`, for the server's own",
        "CREATE DATABASE data_dictionary; CREATE TABLE data_dictionary.t (a INT), can't cope"
      })
  void refusesDataThatItCannotTakeAlong(String statement, String said) throws Exception {
    source.sql(statement);
    requireRefused(said);
  }

  @Test
  void refusesAnAccountThatMayNotLock() throws Exception {
    source.sql(
        "CREATE USER poor@localhost IDENTIFIED BY 'x';"
            + " GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON *.* TO poor@localhost");
    Path file = Files.writeString(folder.resolve("poor.cnf"), "[client]\nuser=poor\npassword=x\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Path spools = folder.resolve("spools");
    hosts.atSource(
        context ->
            context
                .with("SpoolDirectory", spools.toString())
                .with("DefaultsExtraFile", file.toString()));
    requireRefused("lacks RELOAD on");
  }

  @Test
  void refusesAnotherVersionOfMydumper() throws Exception {
    hosts.withSourcePrograms(
        programs -> programs.withScript(folder, "mydumper", VERSION_16.formatted("mydumper")));
    requireRefused("0.16.3-1, but a seed needs 0.10");
  }

  @Test
  void refusesBeforeAnythingIsSentIfTheTargetHasNoMyloader() throws Exception {
    hosts.withTargetPrograms(programs -> programs.without("myloader"));
    requireTheTargetRefuses("has no myloader");
  }

  @Test
  void refusesBeforeAnythingIsSentIfTheTargetHasAnotherVersionOfMyloader() throws Exception {
    hosts.withTargetPrograms(
        programs -> programs.withScript(folder, "myloader", VERSION_16.formatted("myloader")));
    requireTheTargetRefuses("0.16.3-1, but a seed needs 0.10");
  }

  private void requireTheTargetRefuses(String said) throws Exception {
    hosts.start();
    assertThat(hosts.receiveFailure()).hasMessageContaining(said);
    assertThat(hosts.sendFailure()).hasMessageContaining(said);
    assertThat(hosts.sending().phases())
        .noneMatch(phase -> phase.startsWith("dumping") || phase.startsWith("sending"));
    assertThat(hosts.datadir()).isEmptyDirectory();
  }

  @Test
  @RequiresRoot
  void refusesASpoolWithoutRoom() throws Exception {
    source.sql(
        "USE shop; CREATE TABLE bulk AS SELECT REPEAT('x', 1000) AS x FROM seq_1_to_9000;"
            + " ANALYZE TABLE bulk");
    try (SmallDisk disk = SmallDisk.at(folder.resolve("small"), "4m")) {
      hosts.atSource(context -> context.with("SpoolDirectory", disk.path().toString()));
      requireRefused("MiB free");
    }
  }
}
