package io.orchestrator.agent.mydumper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.live.LiveHosts;
import io.orchestrator.agent.testkit.live.SampleDatabases;
import io.orchestrator.agent.testkit.live.SmallDisk;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
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
  private LiveHosts hosts;
  private SampleDatabases databases;
  private Path spools;
  private CompletableFuture<TransferResult> received = new CompletableFuture<>();
  private CompletableFuture<TransferResult> sent = new CompletableFuture<>();

  @BeforeEach
  void startTheSource() throws Exception {
    hosts = new LiveHosts(folder, MydumperSeed::new);
    databases = SampleDatabases.in(hosts.source());
    spools = Files.createDirectory(folder.resolve("spools"));
    hosts.atSource(this::settings);
  }

  private FakeAgentContext settings(FakeAgentContext context) {
    return context.with("SpoolDirectory", spools.toString()).with("RowsPerFile", 5000);
  }

  private void atSource(UnaryOperator<FakeAgentContext> more) {
    hosts.atSource(context -> more.apply(settings(context)));
  }

  @AfterEach
  void requireNothingLeft() {
    hosts.close();
    assertThat(hosts.sending().processes()).isEmpty();
    assertThat(hosts.receiving().processes()).isEmpty();
    assertThat(spools).isEmptyDirectory();
    assertThat(hosts.datadir()).isDirectoryNotContaining("glob:**/{.private-server,.mydumper*}");
  }

  private Path tool(String name, String script) throws Exception {
    Path tool = Files.writeString(folder.resolve(name), "#!/bin/bash\n" + script + "\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    return tool;
  }

  private void start() throws Exception {
    received = hosts.receive();
    sent = hosts.send();
  }

  private void startAndReachTheMiddle() throws Exception {
    databases.add(40);
    hosts.sending().limitRate(4 << 20);
    start();
    Awaitility.await("rows are on their way")
        .atMost(Duration.ofSeconds(60))
        .until(() -> hosts.receiving().transferred() > 2 << 20);
  }

  private void requireBothFail(String said) {
    assertThatThrownBy(() -> LiveHosts.result(sent)).hasMessageContaining(said);
    assertThatThrownBy(() -> LiveHosts.result(received)).hasMessageContaining(said);
  }

  @Test
  void tellsThatTheProgramIsMissing() throws Exception {
    atSource(context -> context.with("DumpProgram", "/no/such/mydumper"));
    CheckResult check = hosts.sourceTransport().check();
    assertThat(check.usable()).isFalse();
    assertThat(check.reason()).contains("/no/such/mydumper");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATE TABLE shop.`a``b` (a INT)", "CREATE TABLE shop.`a.b` (a INT)"})
  void refusesNamesThatItCannotTake(String statement) throws Exception {
    hosts.source().sql(statement);
    start();
    requireBothFail("can't cope");
  }

  @Test
  void refusesToLeaveAHistoryBehind() throws Exception {
    hosts.source().sql("CREATE TABLE shop.v (a INT) WITH SYSTEM VERSIONING");
    start();
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
    atSource(context -> context.with("DumpProgram", tool.toString()));
    start();
    requireBothFail("Could not dump the server");
  }

  @Test
  void doesNotTrustMyloadersExitStatusOfZero() throws Exception {
    Path tool = tool("tool", "exit 0");
    hosts.atTarget(context -> context.with("LoadProgram", tool.toString()));
    start();
    requireBothFail("but the new table has 0");
  }

  @Test
  void tellsWhatMyloaderSays() throws Exception {
    Path tool = tool("tool", "echo '** CRITICAL **: Error restoring shop.t' >&2; exit 1");
    hosts.atTarget(context -> context.with("LoadProgram", tool.toString()));
    start();
    requireBothFail("Error restoring shop.t");
  }

  @Test
  void failsOnBothSidesWhenTheSourcesServerDies() throws Exception {
    Path tool = tool("tool", "mydumper \"$@\" & sleep 1; wait $!");
    atSource(context -> context.with("DumpProgram", tool.toString()).with("Threads", 1));
    databases.add(100);
    start();
    Awaitility.await("rows are on their way")
        .atMost(Duration.ofSeconds(60))
        .until(() -> hosts.sending().phases().stream().anyMatch(it -> it.startsWith("dumping")));
    ProcessHandle.of(hosts.source().pid()).orElseThrow().destroyForcibly();
    assertThatThrownBy(() -> LiveHosts.result(sent)).hasMessageContaining("Could not");
    assertThatThrownBy(() -> LiveHosts.result(received)).hasMessageContaining("Could not");
  }

  @Test
  @RequiresRoot
  void tellsThatTheTargetHasTooLittleRoom() throws Exception {
    databases.add(60);
    hosts.source().sql("ANALYZE TABLE shop.bulk");
    try (SmallDisk disk = SmallDisk.at(hosts.datadir(), "90m")) {
      assertThat(disk.path()).isEmptyDirectory();
      start();
      assertThatThrownBy(() -> LiveHosts.result(received))
          .hasFieldOrPropertyWithValue("code", ErrorCode.RESOURCES_EXHAUSTED);
      requireBothFail("MiB free");
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
      start();
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
      hosts.source().sql("ANALYZE TABLE shop.bulk");
      start();
      requireBothFail("MiB free");
      assertThat(disk.path()).isEmptyDirectory();
    }
  }

  @Test
  void endsEverythingWhenTheSendIsAborted() throws Exception {
    startAndReachTheMiddle();
    hosts.abortSend();
    assertThatThrownBy(() -> LiveHosts.result(sent)).isNotNull();
    assertThatThrownBy(() -> LiveHosts.result(received)).isNotNull();
  }

  @Test
  void endsEverythingWhenTheReceiveIsAborted() throws Exception {
    startAndReachTheMiddle();
    hosts.abortReceive();
    assertThatThrownBy(() -> LiveHosts.result(received)).isNotNull();
    assertThatThrownBy(() -> LiveHosts.result(sent)).isNotNull();
  }

  @Test
  void endsEverythingWhenTheLoadIsAborted() throws Exception {
    Path tool = tool("tool", "sleep 300");
    hosts.atTarget(context -> context.with("LoadProgram", tool.toString()));
    start();
    Awaitility.await("it loads")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                hosts.receiving().phases().stream().anyMatch(it -> it.matches("loading .* files")));
    hosts.abortReceive();
    assertThatThrownBy(() -> LiveHosts.result(received)).isNotNull();
    assertThatThrownBy(() -> LiveHosts.result(sent)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loading triggers and accounts",
        "counting the rows",
        "shutting the private server down",
        "syncing to disk"
      })
  void endsEverythingWhenTheReceiveIsAbortedWhileItIs(String phase) throws Exception {
    start();
    Awaitility.await(phase)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                received.isDone()
                    || hosts.receiving().phases().stream().anyMatch(it -> it.startsWith(phase)));
    hosts.abortReceive();
    // Some phases are so short that it was over before it felt the abort.
    boolean aborted = failed(received);
    boolean told = failed(sent);
    assertThat(aborted && !told).as("the source believes in a seed that was aborted").isFalse();
  }

  private static boolean failed(CompletableFuture<TransferResult> side) throws Exception {
    try {
      LiveHosts.result(side);
      return false;
    } catch (TimeoutException hangs) {
      throw hangs;
    } catch (Exception aborted) {
      return true;
    }
  }
}
