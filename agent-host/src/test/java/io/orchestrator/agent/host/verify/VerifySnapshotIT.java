package io.orchestrator.agent.host.verify;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.mysql.MySqlInstance;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers on copies of what a killed server has left. */
@Tag("mariadb")
@RequiresTool({"mariadbd", "mariadb-install-db", "mariadb"})
class VerifySnapshotIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir static Path crashed;
  @TempDir Path folder;
  private TestHost host;

  @BeforeAll
  static void crashAServer() throws Exception {
    try (PrivateMariaDb server = PrivateMariaDb.start(crashed)) {
      server.sql("CREATE DATABASE shop");
      server.sql("CREATE TABLE shop.`a ``odd``\tname ü` (id INT PRIMARY KEY, v TEXT)");
      server.sql("CREATE TABLE shop.orders (id INT PRIMARY KEY, v TEXT)");
      server.sql("CREATE VIEW shop.v AS SELECT 1");
      server.sql(
          "INSERT INTO shop.orders SELECT seq, REPEAT(MD5(seq), 9) FROM shop.seq_1_to_20000");
      ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  @BeforeEach
  void takeASnapshot() throws Exception {
    host = new TestHost(folder);
    Path origin = folder.resolve("origin");
    Files.delete(origin.resolve("ibdata1"));
    copy(crashed.resolve("data"), origin);
    host.store().add("snap-my");
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    verify().stop();
    await("nothing is left")
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(servers()).isEmpty();
              assertThat(copies()).isEmpty();
              assertThat(folder.resolve("verify/server")).doesNotExist();
              assertThat(host.state().resolve("verify.json")).doesNotExist();
            });
  }

  @Test
  void findsACrashedServersDataGood() throws Exception {
    VerifyView end = verified(false);

    assertThat(end.reason()).isEmpty();
    assertThat(end.state()).isEqualTo(VerifyView.State.GOOD);
    assertThat(end.recoverySeconds()).isPositive();
    assertThat(end.totalSeconds()).isGreaterThanOrEqualTo(end.recoverySeconds());
    assertThat(end.tables()).isGreaterThan(20);
    assertThat(end.badTables()).isEmpty();
    assertThat(end.server()).endsWith("mariadbd");
  }

  @Test
  void checksEveryTableInFull() throws Exception {
    VerifyView end = verified(true);

    assertThat(end.reason()).isEmpty();
    assertThat(end.state()).isEqualTo(VerifyView.State.GOOD);
  }

  @Test
  void leavesTheSnapshotAsItWas() throws Exception {
    Path log = folder.resolve("snapshots/snap-my/ib_logfile0");
    byte[] before = Files.readAllBytes(log);

    VerifyView unused = verified(false);

    assertThat(Files.readAllBytes(log)).isEqualTo(before);
  }

  @Test
  void namesATableThatDoesNotOpen() throws Exception {
    Path odd;
    try (Stream<Path> files = Files.list(folder.resolve("snapshots/snap-my/shop"))) {
      odd = files.filter(file -> file.toString().matches(".*odd.*ibd")).findAny().orElseThrow();
    }
    Files.write(odd, new byte[64 << 10]);

    VerifyView end = verified(false);

    assertThat(end.state()).isEqualTo(VerifyView.State.BAD);
    assertThat(end.reason() + end.badTables()).contains("odd");
  }

  @Test
  void saysWhatTheServerDiedOf() throws Exception {
    Path system = folder.resolve("snapshots/snap-my/ibdata1");
    byte[] bytes = Files.readAllBytes(system);
    java.util.Arrays.fill(bytes, 0, 1 << 20, (byte) 0x5a);
    Files.write(system, bytes);

    VerifyView end = verified(false);

    assertThat(end.state()).isEqualTo(VerifyView.State.BAD);
    assertThat(end.reason()).contains("did not come up").contains("InnoDB");
  }

  @Test
  void failsOnASnapshotWithoutData() throws Exception {
    Files.delete(folder.resolve("snapshots/snap-my/ibdata1"));

    VerifyView end = verified(false);

    assertThat(end.state()).isEqualTo(VerifyView.State.FAILED);
    assertThat(end.reason()).contains("holds no MySQL data directory");
  }

  @Test
  void verifiesOneAtATimeAndEndsWhenItIsAborted() throws Exception {
    VerifyView unused = verify().start(path(), true);

    assertRefused(ErrorCode.CONFLICT, "another snapshot", () -> verify().start(path(), false));
    assertThat(verify().abort().state()).isEqualTo(VerifyView.State.ABORTED);
  }

  @Test
  void endsInTheMiddleOfARecovery() throws Exception {
    VerifyView unused = verify().start(path(), false);
    await("a server runs").atMost(LIMIT).until(() -> !servers().isEmpty());

    assertThat(verify().abort().state()).isEqualTo(VerifyView.State.ABORTED);
    assertThat(servers()).isEmpty();
  }

  @Test
  void takesNoPrivateServerForTheHostsOwn() throws Exception {
    Path options = Files.writeString(folder.resolve("my.cnf"), "[mysqld]\ndatadir=/srv/own\n");
    TestHost with = host.with("MySQLDefaultsFile", options.toString());
    VerifyView unused = with.get(VerifySnapshot.class).start(path(), false);
    await("a server runs").atMost(LIMIT).until(() -> !servers().isEmpty());

    assertThat(with.get(MySqlInstance.class).datadir()).isEqualTo(Path.of("/srv/own"));
  }

  @Test
  void takesAwayWhatAKilledAgentHasLeft() throws Exception {
    VerifyView unused = verify().start(path(), true);
    await("a server runs").atMost(LIMIT).until(() -> !servers().isEmpty());
    String marker = Files.readString(host.state().resolve("verify.json"));

    host.restart();
    verify().recover();

    assertThat(marker).isNotBlank();
    assertThat(servers()).isEmpty();
    assertThat(copies()).isEmpty();
  }

  @Test
  void refusesWhatIsNoSnapshot() {
    assertRefused(ErrorCode.NOT_FOUND, "no volume", () -> verify().start("/etc", false));
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "not a snapshot",
        () -> verify().start(folder.resolve("origin").toString(), false));
  }

  private VerifyView verified(boolean full) throws InterruptedException {
    VerifyView unused = verify().start(path(), full);
    await("the verification ends")
        .atMost(LIMIT)
        .until(() -> verify().view().state() != VerifyView.State.RUNNING);
    return verify().view();
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> copies = Files.list(host.store().copies())) {
      return copies.toList();
    }
  }

  private VerifySnapshot verify() {
    return host.get(VerifySnapshot.class);
  }

  private String path() {
    return folder.resolve("snapshots/snap-my").toString();
  }

  private List<String> servers() {
    String mine = "--datadir=" + folder;
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().arguments().stream())
        .flatMap(Stream::of)
        .filter(argument -> argument.startsWith(mine))
        .toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (!Files.isDirectory(target)) {
          Files.copy(path, target);
        }
      }
    }
  }
}
