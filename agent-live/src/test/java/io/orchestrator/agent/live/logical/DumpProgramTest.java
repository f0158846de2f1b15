package io.orchestrator.agent.live.logical;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.live.client.Grants;
import io.orchestrator.agent.live.client.ServerIdentity;
import io.orchestrator.agent.live.client.ServerVersion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
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
}
