package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.command.OtherPrograms;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong, with a real server and the real tool or a script around it. */
@Tag("methods")
@RequiresTool({
  "mariadbd",
  "mariadb-install-db",
  "mariadb",
  "mariadb-backup",
  "mbstream",
  "my_print_defaults"
})
class XtrabackupFailuresIT {
  private static final Duration SOON = Duration.ofMinutes(1);

  /** The tool itself, but its log lacks the last line. */
  private static final String WITHOUT_SUCCESS =
      "{ \"$real\" \"$@\" 2>&1 >&3 3>&- | grep -v 'completed OK' >&2; } 3>&1; exit 0";

  @TempDir Path folder;
  private PrivateMariaDb source;
  private LivePair hosts;

  @BeforeEach
  void setUp() throws Exception {
    source =
        PrivateMariaDb.start(
            Files.createDirectories(folder.resolve("s")), "--log-bin=db1", "--server-id=1");
    SampleData.fill(source, 12);
    hosts = new LivePair(folder, source, XtrabackupSeed::new);
  }

  @AfterEach
  void tearDown() {
    hosts.close();
    source.close();
  }

  private OtherPrograms script(OtherPrograms programs, String side, String name, String script) {
    try {
      return programs.withScript(Files.createDirectories(folder.resolve(side)), name, script);
    } catch (java.io.IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private void onSource(String tool, String script) {
    hosts.withSourcePrograms(programs -> script(programs, "source-tools", tool, script));
  }

  private void onTarget(String tool, String script) {
    hosts.withTargetPrograms(programs -> script(programs, "target-tools", tool, script));
  }

  private void assertUnusable(String reason) throws Exception {
    assertThat(hosts.sourceTransport().check().usable()).isFalse();
    assertThat(hosts.sourceTransport().check().reason()).contains(reason).doesNotEndWith(".");
    hosts.start();
    assertThat(hosts.sendFailure()).hasMessageContaining(reason);
    assertThat(hosts.receiveFailure()).hasMessageContaining(reason);
    assertThat(hosts.datadir()).isEmptyDirectory();
  }

  private void assertBothSay(ErrorCode code, Throwable failure, Throwable other, String words) {
    assertThat(failure).hasFieldOrPropertyWithValue("code", code).hasMessageContaining(words);
    assertThat(other).hasMessageContaining(words);
  }

  @Test
  void canBeUsedWhereAllIsThere() throws Exception {
    assertThat(hosts.sourceTransport().check().reason()).startsWith("mariadb-backup 10.");
    assertThat(hosts.sourceTransport().check().usable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"find", "du"})
  void livesOnBothSidesWhileTheSourceLooksAtItsFiles(String program) throws Exception {
    onSource(program, "sleep 1000");
    hosts.start();
    await(program + " takes long")
        .atMost(SOON)
        .until(() -> hosts.receiving().transferred() >= 2 && hosts.sending().transferred() >= 2);
  }

  /** As with sudo, where the tool's files are root's until they are given to the server's user. */
  @Test
  void readsWhereReplicationStartsWhenEverythingHasItsOwner() throws Exception {
    String info = hosts.datadir() + "/xtrabackup_binlog_info";
    String away = hosts.datadir() + "/mysql/unreadable";
    onTarget("mbstream", "\"$real\" \"$@\" && mv " + info + " " + away);
    onTarget(
        "chown", "if [ -e " + away + " ]; then mv " + away + " " + info + "; fi; \"$real\" \"$@\"");

    assertThat(hosts.seed().replication()).isPresent();
  }

  @Test
  void namesTheToolThatIsMissing() throws Exception {
    hosts.withSourcePrograms(programs -> programs.without("mariadb-backup").without("mariabackup"));
    assertUnusable("mariadb-backup or mariabackup is not installed");
  }

  @Test
  void namesTheToolThatIsMissingOnTheTarget() throws Exception {
    hosts.withTargetPrograms(programs -> programs.without("mbstream")).start();
    assertBothSay(
        ErrorCode.TOOL_MISSING,
        hosts.receiveFailure(),
        hosts.sendFailure(),
        "mbstream is not installed");
    assertThat(hosts.datadir()).isEmptyDirectory();
  }

  @Test
  void refusesAToolOfAnotherSeries() throws Exception {
    onSource(
        "mariadb-backup",
        "echo 'mariadb-backup based on MariaDB server 10.6.3-MariaDB Linux (x86_64)' >&2");
    assertUnusable("mariadb-backup 10.6.3 does not fit the data of MariaDB 10.");
  }

  @Test
  void refusesATargetWhoseServerIsOlder() throws Exception {
    onTarget("mariadbd", "echo 'mariadbd  Ver 10.6.3-MariaDB for Linux on x86_64'");
    hosts.start();
    assertBothSay(
        ErrorCode.UNSUPPORTED,
        hosts.receiveFailure(),
        hosts.sendFailure(),
        "The target has MariaDB 10.6.3, which can't be started on the files of MariaDB 10.");
    assertThat(hosts.datadir()).isEmptyDirectory();
  }

  @Test
  void namesThePrivilegesThatTheAccountLacks() throws Exception {
    source.sql(
        "CREATE USER seed@localhost IDENTIFIED BY 'hush'; GRANT PROCESS ON *.* TO seed@localhost");
    hosts.with("DefaultsExtraFile", optionFile("user=seed\npassword=hush\n"));
    assertUnusable("lacks the privilege RELOAD, BINLOG MONITOR");
    source.sql("GRANT RELOAD, BINLOG MONITOR ON *.* TO seed@localhost");
    assertThat(hosts.sourceTransport().check().usable()).isTrue();
  }

  @Test
  void copiesWithAnAccountThatHasNoMoreThanThat() throws Exception {
    source.sql(
        "CREATE USER seed@localhost IDENTIFIED BY 'hush';"
            + " GRANT RELOAD, PROCESS, BINLOG MONITOR ON *.* TO seed@localhost");
    hosts.with("DefaultsExtraFile", optionFile("user=seed\npassword=hush\n")).seed();
    assertThat(hosts.datadir().resolve("shop/orders.ibd")).exists();
  }

  @Test
  void saysThatTheAccountIsNotLetIn() throws Exception {
    hosts.with("DefaultsExtraFile", optionFile("user=nobody-knows\npassword=hush\n"));
    assertUnusable("Access denied for user 'nobody-knows'");
    assertThat(hosts.sourceTransport().check().reason()).doesNotContain("hush");
  }

  private String optionFile(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("seed.cnf"), "[client]\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file.toString();
  }

  @Test
  void saysThatTheServerIsDown() throws Exception {
    source.stop();
    assertUnusable("Could not ask the server");
  }

  @Test
  void failsOnBothSidesWhenTheServerIsKilledHalfWay() throws Exception {
    hosts.slowedTo(2 << 20).start();
    await().atMost(SOON).until(() -> hosts.receiving().transferred() > 4 << 20);
    ProcessHandle.of(source.pid()).orElseThrow().destroyForcibly();
    hosts.sending().limitRate(0);
    assertBothSay(
        ErrorCode.COMMAND_FAILED,
        hosts.sendFailure(),
        hosts.receiveFailure(),
        "Could not copy the running server: mariadb-backup exited with 1");
  }

  @Test
  void doesNotTakeABackupForGoodWhoseLogDoesNotSaySo() throws Exception {
    onSource("mariadb-backup", WITHOUT_SUCCESS);
    hosts.start();
    assertBothSay(
        ErrorCode.COMMAND_FAILED,
        hosts.sendFailure(),
        hosts.receiveFailure(),
        "exited with 0, but its log does not end with \"completed OK!\"");
  }

  @Test
  void doesNotTakePreparingForGoodIfItsLogDoesNotSaySo() throws Exception {
    onTarget("mariadb-backup", WITHOUT_SUCCESS);
    hosts.start();
    assertBothSay(
        ErrorCode.COMMAND_FAILED,
        hosts.receiveFailure(),
        hosts.sendFailure(),
        "Could not prepare the copy in " + hosts.datadir() + ": mariadb-backup exited with 0");
  }

  @Test
  void failsOnBothSidesWhenPreparingFails() throws Exception {
    onTarget(
        "mariadb-backup",
        "[[ $* != *--prepare* ]] || rm \"${4#*=}/ibdata1\";" + " exec \"$real\" \"$@\"");
    hosts.start();
    assertBothSay(
        ErrorCode.COMMAND_FAILED,
        hosts.receiveFailure(),
        hosts.sendFailure(),
        "Could not prepare the copy");
  }

  @Test
  @RequiresRoot
  void saysThatTheTargetsDiskIsFull() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (SmallDisk disk = SmallDisk.at(hosts.datadir(), "14m")) {
      assertThat(disk.path()).isEmptyDirectory();
      hosts.answersForRoom(bytes -> asked.incrementAndGet() > 2);
      hosts.start();
      assertBothSay(
          ErrorCode.RESOURCES_EXHAUSTED,
          hosts.receiveFailure(),
          hosts.sendFailure(),
          "No space left on device");
      assertThat(asked.get()).as("waits for what is still freed").isEqualTo(3);
    }
  }

  @Test
  void refusesTablesThatAreElsewhere() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    source.sql("CREATE TABLE shop.far (id INT) DATA DIRECTORY='" + elsewhere + "'");
    assertThat(hosts.sourceTransport().check().reason()).contains("shop/far.isl");
    hosts.start();
    assertBothSay(
        ErrorCode.UNSUPPORTED, hosts.sendFailure(), hosts.receiveFailure(), "shop/far.isl");
  }

  @Test
  void refusesToFollowALink() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "root's");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(source.datadir().resolve("shop/x.MYD"), secret);
    assertThat(hosts.sourceTransport().check().reason()).contains("shop/x.MYD");
    hosts.start();
    assertBothSay(ErrorCode.UNSUPPORTED, hosts.sendFailure(), hosts.receiveFailure(), "shop/x.MYD");
    assertThat(hosts.datadir()).isEmptyDirectory();
  }

  @Test
  void stopsWhileItCopies() throws Exception {
    hosts.slowedTo(2 << 20).start();
    await().atMost(SOON).until(() -> hosts.sending().transferred() > 1 << 20);
    hosts.abortSender();
    assertThat(hosts.sendFailure()).isNotNull();
    assertThat(hosts.receiveFailure()).isNotNull();
    assertNothingRuns();
  }

  @Test
  void stopsWhileItReceives() throws Exception {
    hosts.slowedTo(2 << 20).start();
    await().atMost(SOON).until(() -> hosts.receiving().transferred() > 1 << 20);
    hosts.abortReceiver();
    assertThat(hosts.receiveFailure()).isNotNull();
    assertThat(hosts.sendFailure()).isNotNull();
    assertNothingRuns();
  }

  @Test
  void stopsWhileItPrepares() throws Exception {
    onTarget(
        "mariadb-backup",
        "[[ $* != *--prepare* ]] || { echo Starting InnoDB instance for recovery. >&2; sleep 300; };"
            + " exec \"$real\" \"$@\"");
    hosts.start();
    await()
        .atMost(SOON)
        .until(() -> hosts.receiving().phases().contains("preparing: reading the redo log"));
    hosts.abortReceiver();
    assertThat(hosts.receiveFailure()).isNotNull();
    assertThat(hosts.sendFailure()).isNotNull();
    assertNothingRuns();
  }

  @ParameterizedTest
  @ValueSource(strings = {"preparing", "setting owner and mode"})
  void stopsAtTheBeginOfThePhase(String phase) throws Exception {
    new PhaseAbort(hosts, phase).atItsBegin();
  }

  @Test
  void stopsBeforeItLooksForRoom() throws Exception {
    new PhaseAbort(hosts, "looking for room").beforeDataComes();
  }

  @Test
  void seedsAgainAfterAnAbort() throws Exception {
    new PhaseAbort(hosts, "syncing to disk").atItsBegin();
    hosts.again().seed();
    try (PrivateMariaDb target = hosts.openTarget()) {
      assertThat(SampleData.checksums(target)).isEqualTo(SampleData.checksums(source));
      target.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "setting owner and mode, chown",
    "setting owner and mode, find",
    "syncing to disk, sync"
  })
  void stopsWhileAProgramOfThePhaseHangs(String phase, String program) throws Exception {
    onTarget(program, "sleep 300");
    new PhaseAbort(hosts, phase).whileItRuns("sleep 300");
    assertThat(hosts.datadir().resolve("shop/orders.ibd")).exists();
  }

  private void assertNothingRuns() {
    await().atMost(SOON).until(() -> hosts.processes().isEmpty());
  }
}
