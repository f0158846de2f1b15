package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Seeds from snapshots of a volume that a server writes to; inside the machine, {@link LvmIT}. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LvmSeed {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String LOAD =
      "CREATE TABLE shop.load (id INT PRIMARY KEY AUTO_INCREMENT, v TEXT);"
          + " BEGIN NOT ATOMIC WHILE TRUE DO"
          + " INSERT INTO shop.load (v) VALUES (REPEAT('x', 500)); DO SLEEP(0.05);"
          + " END WHILE; END";

  @TempDir static Path folder;
  private static SeedPair pair;
  private static MariaDbHost source;
  private static MariaDbHost target;
  private static RunningCommand load;

  @BeforeAll
  static void start() throws Exception {
    pair = new SeedPair(folder).overTheLine();
    LvmHost.make(pair.source(), Map.of("SnapshotSize", "64M"));
    pair.source().with("SnapshotKeep", 2);
    target = new MariaDbHost(pair.target(), 2);
    source = new MariaDbHost(pair.source(), 1);
    source.start();
    source.sql("CREATE DATABASE shop");
    source.sql("CREATE TABLE shop.orders (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB");
    source.sql("INSERT INTO shop.orders SELECT seq, REPEAT(MD5(seq), 3) FROM shop.seq_1_to_5000");
    load = new ProcessRunner(false).start(source.client(LOAD).withoutLimit());
    await("rows are written").atMost(LIMIT).ignoreExceptions().until(() -> written(source) > 20);
    pair.start();
  }

  /** The machine goes away with all the rest. */
  @AfterAll
  static void stop() throws Exception {
    if (load != null) {
      load.close();
      source.stop();
      target.stop();
      pair.close();
    }
  }

  private static long written(MariaDbHost server) throws InterruptedException {
    return Long.parseLong(server.sql("SELECT COUNT(*) FROM shop.load").strip());
  }

  @Test
  @Order(1)
  void seedsFromASnapshotThatWasTakenUnderWrites() throws Exception {
    long before = written(source);

    assertThat(pair.call(SeedPair.SOURCE, "create-snapshot")).isEqualTo("true");
    source.sql("CREATE TABLE shop.afterwards (v INT)");
    SeedOutcome outcome = pair.seed();

    assertThat(outcome.successful()).as(() -> outcome.reason() + pair.logs()).isTrue();
    assertThat(target.sql("SELECT COUNT(*), MAX(id) FROM shop.orders")).isEqualTo("5000\t5000\n");
    assertThat(written(target)).isGreaterThanOrEqualTo(before);
    assertThat(target.sql("SHOW TABLES IN shop")).doesNotContain("afterwards");
    assertThat(target.sql("CHECK TABLE shop.orders, shop.load"))
        .doesNotContainIgnoringCase("error");
    assertThat(Files.readString(pair.target().errorLog()))
        .contains("InnoDB: Starting crash recovery")
        .doesNotContain("[ERROR]");
    assertThat(pair.call(SeedPair.SOURCE, "mount")).contains("\"IsMounted\":false");
    pair.requireQuiet();
  }

  @Test
  @Order(2)
  void findsTheSnapshotGood() throws Exception {
    String path = snapshots().path(0).path("Path").asText();

    CommandResult run = command("snapshots", "verify", path, "--json");

    assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
    JsonNode result = new ObjectMapper().readTree(run.stdout());
    assertThat(result.path("State").asText()).isEqualTo("GOOD");
    assertThat(result.path("RecoverySeconds").asDouble()).isPositive();
    assertThat(result.path("Tables").asInt()).isGreaterThan(2);
    assertThat(LvmHost.run("lvs", "-o", "lv_name")).doesNotContain("disposable");
    assertThat(LvmHost.run("dmsetup", "ls")).doesNotContain("orchestrator-agent");
  }

  @Test
  @Order(3)
  void managesSnapshotsFromTheCommandLine() throws Exception {
    String path = command("snapshots", "create").stdout().strip();

    assertThat(path).startsWith("/dev/vg0/mysql-mysql-snapshot-20");
    assertThat(command("snapshots", "list").stdout()).contains(path, "64.0 MiB", "offered");
    assertThat(command("snapshots", "mount", path).stdout().strip())
        .isEqualTo(pair.source().folder().resolve("mnt").toString());
    assertThat(command("snapshots", "remove", path).stderr()).contains("mounted");
    assertThat(command("snapshots", "umount").exitCode()).isZero();
    assertThat(command("snapshots", "remove", path).exitCode()).isZero();
    assertThat(command("snapshots", "list").stdout()).doesNotContain(path);
    assertThat(command("snapshots", "remove", "/dev/vg0/mysql").stderr()).contains("Could not");
    assertThat(command("snapshots", "mount", "/dev/vg0/mysql").stderr()).contains("not a snapshot");
  }

  @Test
  @Order(4)
  void failsASeedWhoseSnapshotRunsFull() throws Exception {
    assertThat(pair.call(SeedPair.TARGET, "mysql-stop")).isEqualTo("true");
    LvmHost.run("lvcreate", "-qq", "-s", "-L", "8M", "-n", "small-mysql-snapshot-1", "vg0/mysql");
    pair.line().slowTo(1 << 20);
    CompletableFuture<SeedOutcome> seed = pair.seedInBackground();
    await("bytes are sent").atMost(LIMIT).until(() -> pair.line().passed() > 2 << 20);

    LvmHost.run(
        "dd",
        "if=/dev/urandom",
        "of=" + pair.source().datadir().resolve("filling"),
        "bs=1M",
        "count=48",
        "conv=fsync");
    SeedOutcome outcome = seed.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

    assertThat(outcome.successful()).as(pair::logs).isFalse();
    FailedSeed.of(pair, outcome.seedId()).requireSeen();
    String full = "small-mysql-snapshot-1 ran full and has lost its data";
    assertThat(pair.call(SeedPair.SOURCE, "seeds")).contains(full);
    assertThat(pair.targetInfo().errorLogTail()).last().asString().contains(full);
    assertThat(pair.call(SeedPair.SOURCE, "lvs-snapshots")).doesNotContain("small");
    assertThat(pair.call(SeedPair.SOURCE, "lvs/small")).contains("\"SnapshotPercent\":100");
    pair.requireQuiet();
  }

  @Test
  @Order(5)
  void prunesTheFullSnapshotAndSeedsAgain() throws Exception {
    pair.line().go();
    Files.delete(pair.source().datadir().resolve("filling"));

    CommandResult pruned = command("snapshots", "prune");
    assertThat(pruned.stdout()).contains("removed /dev/vg0/small-mysql-snapshot-1", "full");
    assertThat(command("snapshots", "create").exitCode()).isZero();
    SeedOutcome outcome = pair.seed();

    assertThat(outcome.successful()).as(() -> outcome.reason() + pair.logs()).isTrue();
    assertThat(target.sql("SELECT COUNT(*) FROM shop.orders").strip()).isEqualTo("5000");
  }

  private static JsonNode snapshots() throws Exception {
    return new ObjectMapper().readTree(pair.call(SeedPair.SOURCE, "lvs-snapshots"));
  }

  /** The distribution's command on the source. */
  private static CommandResult command(String... arguments) throws InterruptedException {
    return PackagedAgent.command(pair.source(), LIMIT, arguments);
  }
}
