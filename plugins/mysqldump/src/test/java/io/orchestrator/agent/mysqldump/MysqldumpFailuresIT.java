package io.orchestrator.agent.mysqldump;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.live.SampleDatabases;
import io.orchestrator.agent.testkit.live.SmallDisk;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.seed.LivePair;
import io.orchestrator.agent.testkit.seed.PhaseAbort;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("methods")
@RequiresTool({"mariadbd", "mariadb-install-db", "mariadb", "mariadb-dump", "my_print_defaults"})
class MysqldumpFailuresIT {
  @TempDir Path folder;
  private PrivateMariaDb source;
  private LivePair hosts;
  private SampleDatabases databases;

  @BeforeEach
  void startTheSource() throws Exception {
    source =
        PrivateMariaDb.start(
            Files.createDirectory(folder.resolve("source")), "--log-bin", "--server-id=1");
    databases = SampleDatabases.in(source);
    hosts = new LivePair(folder, source, MysqldumpSeed::new);
  }

  @AfterEach
  void requireNothingLeft() {
    hosts.close();
    source.close();
    assertThat(hosts.processes()).isEmpty();
    assertThat(hosts.datadir().resolve(".private-server")).doesNotExist();
  }

  /** In the place of the dump program; it tells the true one's version. */
  private void dumpBy(String script) throws Exception {
    Path tool = folder.resolve("tool");
    Files.writeString(
        tool,
        "#!/bin/bash\n[ \"$1\" = --version ] && exec mariadb-dump --version\n" + script + "\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    hosts.atSource(context -> context.with("DumpProgram", tool.toString()));
  }

  private void startAndReachTheMiddle() throws Exception {
    databases.add(40);
    hosts.slowedTo(4 << 20).start();
    Awaitility.await("the dump is on its way")
        .atMost(Duration.ofSeconds(60))
        .until(() -> hosts.receiving().transferred() > 2 << 20);
  }

  private void requireBothFail(String sourceSays) throws Exception {
    hosts.start();
    assertThat(hosts.sendFailure()).hasMessageContaining(sourceSays);
    assertThat(hosts.receiveFailure()).hasMessageContaining(sourceSays);
  }

  @Test
  void tellsThatTheProgramIsMissing() throws Exception {
    hosts.atSource(context -> context.with("DumpProgram", "/no/such/mariadb-dump"));
    CheckResult check = hosts.sourceTransport().check();
    assertThat(check.usable()).isFalse();
    assertThat(check.reason()).contains("/no/such/mariadb-dump");
  }

  @Test
  void tellsEveryRightThatIsMissing() throws Exception {
    source.sql(
        "CREATE USER poor@localhost IDENTIFIED BY 'x'; GRANT SELECT ON *.* TO poor@localhost");
    Path file = Files.writeString(folder.resolve("poor.cnf"), "[client]\nuser=poor\npassword=x\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    hosts.atSource(context -> context.with("DefaultsExtraFile", file.toString()));
    CheckResult check = hosts.sourceTransport().check();
    assertThat(check.usable()).isFalse();
    assertThat(check.reason()).contains("SHOW VIEW, TRIGGER, EVENT, RELOAD, REPLICATION CLIENT");
    requireBothFail("lacks SHOW VIEW");
  }

  @Test
  void tellsThatThereIsNothingToSeed() throws Exception {
    source.sql("DROP DATABASE shop; DROP DATABASE `odd-däta base`; DROP DATABASE empty_database");
    CheckResult check = hosts.sourceTransport().check();
    assertThat(check.usable()).isFalse();
    assertThat(check.reason()).contains("nothing to seed");
  }

  @Test
  void tellsThatTheServerIsNotTheOneToCopy() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    hosts.atSource(
        context -> context.withMySql(FakeMySqlFacts.of(other).withSocket(source.socket())));
    assertThat(hosts.sourceTransport().check().reason()).contains("another one");
  }

  @Test
  void refusesWhatTheHostsOptionFilesWouldLeaveOut() throws Exception {
    Path file = folder.resolve("host.cnf");
    Files.writeString(
        file,
        """
        [client]
        user=root
        password=very-secret
        [mysqldump]
        quick
        max_allowed_packet=16M
        ignore-table=shop.aria
        """);
    source.sql("ALTER USER root@localhost IDENTIFIED BY 'very-secret'");
    hosts.atSource(
        context ->
            context.withMySql(
                FakeMySqlFacts.of(source.datadir().toAbsolutePath())
                    .withSocket(source.socket())
                    .withDefaultsFile(file)));
    CheckResult check = hosts.sourceTransport().check();
    assertThat(check.usable()).isFalse();
    assertThat(check.reason()).contains("--ignore-table").doesNotContain("very-secret");
    requireBothFail("option files tell mariadb-dump to use --ignore-table");
    assertThat(hosts.datadir()).isEmptyDirectory();
  }

  @Test
  void refusesAHistoryThatIsKeptByTransactions() throws Exception {
    source.sql(
        "CREATE TABLE shop.precise (id INT, s BIGINT UNSIGNED GENERATED ALWAYS AS ROW START,"
            + " e BIGINT UNSIGNED GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e))"
            + " ENGINE = InnoDB WITH SYSTEM VERSIONING");
    CheckResult check = hosts.sourceTransport().check();
    assertThat(check.usable()).isFalse();
    assertThat(check.reason()).contains("shop.precise");
    requireBothFail("shop.precise");
    assertThat(hosts.datadir()).isEmptyDirectory();
  }

  @Test
  void failsOnBothSidesWhenTheSourcesServerDies() throws Exception {
    startAndReachTheMiddle();
    ProcessHandle.of(source.pid()).orElseThrow().destroyForcibly();
    assertThat(hosts.sendFailure())
        .hasFieldOrPropertyWithValue("code", ErrorCode.COMMAND_FAILED)
        .hasMessageContaining("Lost connection");
    assertThat(hosts.receiveFailure()).hasMessageContaining("Lost connection");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mariadb-dump \"$@\" | head -c 100000",
        "mariadb-dump \"$@\"; echo 'mysqldump: Error: something went wrong' >&2"
      })
  void doesNotTrustAnExitStatusOfZero(String script) throws Exception {
    dumpBy(script);
    requireBothFail("Could not dump the server");
  }

  @Test
  void findsARowThatTheTargetDoesNotHave() throws Exception {
    dumpBy(
        "mariadb-dump \"$@\" | sed '/^-- Table structure for table `zero_dates`/i"
            + " DELETE FROM partitioned LIMIT 1;'");
    hosts.start();
    assertThat(hosts.receiveFailure()).hasMessageContaining("partitioned");
    assertThat(hosts.sendFailure()).hasMessageContaining("partitioned");
  }

  @Test
  void refusesATargetOfAnotherLayoutBeforeAnythingIsSent() throws Exception {
    Path options =
        Files.writeString(folder.resolve("my.cnf"), "[mysqld]\nlower_case_table_names=1\n");
    hosts.atTarget(
        context -> context.withMySql(FakeMySqlFacts.of(hosts.datadir()).withDefaultsFile(options)));
    requireBothFail("lower_case_table_names");
    assertThat(hosts.sending().phases()).noneMatch(phase -> phase.startsWith("dumping"));
    assertThat(hosts.datadir()).isEmptyDirectory();
  }

  @Test
  @RequiresRoot
  void tellsThatTheTargetsDiskIsFull() throws Exception {
    databases.add(60);
    Path options =
        Files.writeString(folder.resolve("my.cnf"), "[mysqld]\ninnodb_log_file_size=8M\n");
    hosts.atTarget(
        context -> context.withMySql(FakeMySqlFacts.of(hosts.datadir()).withDefaultsFile(options)));
    try (SmallDisk disk = SmallDisk.at(hosts.datadir(), "90m")) {
      assertThat(disk.path()).isEmptyDirectory();
      hosts.start();
      assertThat(hosts.receiveFailure())
          .hasFieldOrPropertyWithValue("code", ErrorCode.RESOURCES_EXHAUSTED)
          .hasMessageContaining("disk is full");
      assertThat(hosts.sendFailure()).hasMessageContaining("disk is full");
    }
  }

  @Test
  void endsEverythingWhenTheReceiveIsAborted() throws Exception {
    startAndReachTheMiddle();
    hosts.abortReceiver();
    assertThat(hosts.receiveFailure()).isNotNull();
    assertThat(hosts.sendFailure()).isNotNull();
  }

  @Test
  void endsEverythingWhenTheReceiveIsAbortedWhileItsServerStarts() throws Exception {
    hosts.start();
    Awaitility.await("the private server is started")
        .until(() -> hosts.receiving().phases().contains("starting a private server"));
    hosts.abortReceiver();
    assertThat(hosts.receiveFailure()).isNotNull();
    assertThat(hosts.sendFailure()).isNotNull();
  }

  @Test
  void endsEverythingWhenTheSendIsAborted() throws Exception {
    startAndReachTheMiddle();
    hosts.abortSender();
    assertThat(hosts.sendFailure()).isNotNull();
    assertThat(hosts.receiveFailure()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loading accounts and other system tables",
        "counting the rows",
        "shutting the private server down"
      })
  void endsEverythingWhenTheReceiveIsAbortedAtTheBeginOf(String phase) throws Exception {
    new PhaseAbort(hosts, phase).atItsBegin();
  }

  @Test
  void seedsAgainAfterAnAbort() throws Exception {
    new PhaseAbort(hosts, "syncing to disk").atItsBegin();
    hosts.again().seed();
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(SampleDatabases.checksums(target)).isEqualTo(SampleDatabases.checksums(source));
      target.stop();
    }
  }
}
