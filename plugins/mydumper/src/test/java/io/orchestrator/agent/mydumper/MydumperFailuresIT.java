package io.orchestrator.agent.mydumper;

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
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
class MydumperFailuresIT {
  @TempDir Path folder;
  private PrivateMariaDb source;
  private LivePair hosts;
  private SampleDatabases databases;
  private Path spools;

  @BeforeEach
  void startTheSource() throws Exception {
    source =
        PrivateMariaDb.start(
            Files.createDirectory(folder.resolve("source")), "--log-bin", "--server-id=1");
    databases = SampleDatabases.in(source);
    hosts = new LivePair(folder, source, MydumperSeed::new);
    spools = Files.createDirectory(folder.resolve("spools"));
    hosts.atSource(
        context -> context.with("SpoolDirectory", spools.toString()).with("RowsPerFile", 5000));
  }

  @AfterEach
  void requireNothingLeft() {
    hosts.close();
    source.close();
    assertThat(hosts.processes()).isEmpty();
    assertThat(spools).isEmptyDirectory();
    assertThat(hosts.datadir()).isDirectoryNotContaining("glob:**/{.private-server,.mydumper*}");
  }

  private Path tool(String name, String script) throws Exception {
    String version = "[ \"$1\" != --version ] || exec mydumper --version";
    Path tool =
        Files.writeString(
            folder.resolve(name), String.join("\n", "#!/bin/bash", version, script, ""));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    return tool;
  }

  private void startAndReachTheMiddle() throws Exception {
    databases.add(40);
    hosts.slowedTo(4 << 20).start();
    Awaitility.await("rows are on their way")
        .atMost(Duration.ofSeconds(60))
        .until(() -> hosts.receiving().transferred() > 2 << 20);
  }

  private void requireBothFail(String said) throws Exception {
    assertThat(hosts.sendFailure()).hasMessageContaining(said);
    assertThat(hosts.receiveFailure()).hasMessageContaining(said);
  }

  @Test
  void tellsThatTheProgramIsMissing() throws Exception {
    hosts.atSource(context -> context.with("DumpProgram", "/no/such/mydumper"));
    CheckResult check = hosts.sourceTransport().check();
    assertThat(check.usable()).isFalse();
    assertThat(check.reason()).contains("/no/such/mydumper");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATE TABLE shop.`a``b` (a INT)", "CREATE TABLE shop.`a.b` (a INT)"})
  void refusesNamesThatItCannotTake(String statement) throws Exception {
    source.sql(statement);
    hosts.start();
    requireBothFail("can't cope");
  }

  @Test
  void refusesToLeaveAHistoryBehind() throws Exception {
    source.sql("CREATE TABLE shop.v (a INT) WITH SYSTEM VERSIONING");
    hosts.start();
    requireBothFail("history");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mydumper \"$@\"; echo '** (mydumper:1): CRITICAL **: Could not read data' >&2",
        "exit 0",
        "mydumper \"$@\"; for a; do [[ $a = --outputdir=* ]] && rm \"${a#*=}/metadata\"; done; exit 0"
      })
  void doesNotTrustMydumpersExitStatusOfZero(String script) throws Exception {
    Path tool = tool("tool", script);
    hosts.atSource(context -> context.with("DumpProgram", tool.toString()));
    hosts.start();
    requireBothFail("Could not dump the server");
  }

  @Test
  void doesNotTrustMyloadersExitStatusOfZero() throws Exception {
    Path tool = tool("tool", "exit 0");
    hosts.atTarget(context -> context.with("LoadProgram", tool.toString()));
    hosts.start();
    requireBothFail("but the new table has 0");
  }

  @Test
  void tellsWhatMyloaderSays() throws Exception {
    Path tool = tool("tool", "echo '** CRITICAL **: Error restoring shop.t' >&2; exit 1");
    hosts.atTarget(context -> context.with("LoadProgram", tool.toString()));
    hosts.start();
    requireBothFail("Error restoring shop.t");
  }

  @Test
  void failsOnBothSidesWhenTheSourcesServerDies() throws Exception {
    Path tool = tool("tool", "mydumper \"$@\" & sleep 1; wait $!");
    hosts.atSource(context -> context.with("DumpProgram", tool.toString()).with("Threads", 1));
    databases.add(100);
    hosts.start();
    Awaitility.await("rows are on their way")
        .atMost(Duration.ofSeconds(60))
        .until(() -> hosts.sending().phases().stream().anyMatch(it -> it.startsWith("dumping")));
    ProcessHandle.of(source.pid()).orElseThrow().destroyForcibly();
    assertThat(hosts.sendFailure()).hasMessageContaining("Could not");
    assertThat(hosts.receiveFailure()).hasMessageContaining("Could not");
  }

  @Test
  @RequiresRoot
  void tellsThatTheTargetHasTooLittleRoom() throws Exception {
    databases.add(60);
    source.sql("ANALYZE TABLE shop.bulk");
    AtomicInteger asked = new AtomicInteger();
    try (SmallDisk disk = SmallDisk.at(hosts.datadir(), "90m")) {
      assertThat(disk.path()).isEmptyDirectory();
      hosts.answersForRoom(bytes -> asked.incrementAndGet() > 2);
      hosts.start();
      assertThat(hosts.receiveFailure())
          .hasFieldOrPropertyWithValue("code", ErrorCode.RESOURCES_EXHAUSTED);
      requireBothFail("MiB free");
      assertThat(asked.get()).as("waits for what is still freed").isEqualTo(3);
    }
  }

  @Test
  @RequiresRoot
  void tellsThatTheTargetsDiskIsFull() throws Exception {
    databases.add(60);
    Path options =
        Files.writeString(folder.resolve("my.cnf"), "[mysqld]\ninnodb_log_file_size=8M\n");
    hosts.atTarget(
        context -> context.withMySql(FakeMySqlFacts.of(hosts.datadir()).withDefaultsFile(options)));
    try (SmallDisk disk = SmallDisk.at(hosts.datadir(), "250m")) {
      hosts.start();
      Awaitility.await("the private server runs")
          .until(() -> hosts.receiving().phases().contains("loading the structure"));
      Path filler = disk.path().resolve(".filler");
      fill(filler);
      requireBothFail("o space left");
      Files.deleteIfExists(filler);
    }
  }

  private static void fill(Path file) {
    try (java.io.OutputStream out = Files.newOutputStream(file)) {
      byte[] block = new byte[1 << 20];
      while (true) {
        out.write(block);
      }
    } catch (java.io.IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  @Test
  @RequiresRoot
  void tellsThatTheSpoolHasTooLittleRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("small"), "64m")) {
      hosts.atSource(context -> context.with("SpoolDirectory", disk.path().toString()));
      databases.add(100);
      source.sql("ANALYZE TABLE shop.bulk");
      hosts.start();
      requireBothFail("MiB free");
      assertThat(disk.path()).isEmptyDirectory();
    }
  }

  @Test
  void endsEverythingWhenTheSendIsAborted() throws Exception {
    startAndReachTheMiddle();
    hosts.abortSender();
    assertThat(hosts.sendFailure()).isNotNull();
    assertThat(hosts.receiveFailure()).isNotNull();
  }

  @Test
  void endsEverythingWhenTheReceiveIsAborted() throws Exception {
    startAndReachTheMiddle();
    hosts.abortReceiver();
    assertThat(hosts.receiveFailure()).isNotNull();
    assertThat(hosts.sendFailure()).isNotNull();
  }

  @Test
  void endsEverythingWhenTheLoadIsAborted() throws Exception {
    Path tool = tool("tool", "sleep 300");
    hosts.atTarget(context -> context.with("LoadProgram", tool.toString()));
    new PhaseAbort(hosts, "loading ").whileItRuns("sleep 300");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loading triggers and accounts",
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
