package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A seed from a btrfs snapshot of a server that is being written to. */
@Tag("btrfs")
@RequiresRoot
@RequiresTool({"btrfs", "mkfs.btrfs", "mariadbd", "mariadb-install-db", "mariadb", "tar", "nc"})
class BtrfsSeedIT {
  private static final ProcessRunner COMMANDS = new ProcessRunner(false);

  @TempDir Path folder;
  private SeedPair pair;
  private MariaDbHost source;
  private MariaDbHost target;

  @BeforeEach
  void makeHosts() throws Exception {
    pair = new SeedPair(folder);
    Path image = folder.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(1L << 30);
    }
    Path btrfs = Files.createDirectory(folder.resolve("btrfs"));
    run("mkfs.btrfs", "-q", image.toString());
    run("mount", "-o", "loop", image.toString(), btrfs.toString());
    run("btrfs", "subvolume", "create", btrfs.resolve("data").toString());
    Files.createDirectory(btrfs.resolve("snapshots"));
    Path datadir = pair.source().datadir();
    run("mount", "-o", "loop,subvol=data", image.toString(), datadir.toString());
    Map<String, String> settings =
        Map.of("SnapshotDirectory", btrfs.resolve("snapshots").toString());
    pair.source().with("SnapshotVolumesFilter", "mysql-snapshot-");
    pair.source()
        .with(
            "Plugins",
            Map.of(
                "Enabled",
                List.of("btrfs", "commands", "netcat"),
                "Settings",
                Map.of("btrfs", settings)));
    target = new MariaDbHost(pair.target(), 2);
    source = new MariaDbHost(pair.source(), 1);
    source.start();
    source.sql("CREATE DATABASE shop");
    source.sql("CREATE TABLE shop.orders (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB");
    source.sql("INSERT INTO shop.orders SELECT seq, MD5(seq) FROM shop.seq_1_to_20000");
    source.sql("CREATE TABLE shop.load (id INT PRIMARY KEY AUTO_INCREMENT, v TEXT)");
    pair.start();
  }

  @AfterEach
  void removeHosts() throws Exception {
    source.stop();
    target.stop();
    pair.close();
    run("umount", pair.source().datadir().toString());
    run("umount", folder.resolve("btrfs").toString());
  }

  @Test
  void hasEveryRowOfBeforeTheSnapshot() throws Exception {
    Command writing =
        source.client(
            "BEGIN NOT ATOMIC WHILE TRUE DO"
                + " INSERT INTO shop.load (v) VALUES (REPEAT('x', 500)); END WHILE; END");
    try (RunningCommand load = COMMANDS.start(writing.withoutLimit())) {
      Awaitility.await("rows are written")
          .atMost(SeedPair.LIMIT)
          .until(() -> load.isAlive() && written(source) > 100);
      long before = written(source);

      assertThat(pair.call(SeedPair.SOURCE, "create-snapshot")).isEqualTo("true");
      SeedOutcome outcome = pair.seed();

      assertThat(outcome.successful()).as(() -> outcome.reason() + pair.logs()).isTrue();
      assertThat(target.sql("SELECT COUNT(*) FROM shop.orders").strip()).isEqualTo("20000");
      assertThat(written(target)).isGreaterThanOrEqualTo(before);
      assertThat(Files.readString(pair.target().errorLog()))
          .contains("InnoDB: Starting crash recovery")
          .doesNotContain("[ERROR]");
    }
  }

  @Test
  void prunesWhatIsNotToBeKept() throws Exception {
    pair.sourceAgent().stop();
    pair.source().with("SnapshotKeep", 1);
    pair.startSource();
    String first = command("snapshots", "create").stdout().strip();
    String second = command("snapshots", "create").stdout().strip();

    CommandResult pruned = command("snapshots", "prune");

    assertThat(pruned.stdout()).startsWith("removed ").contains(first);
    assertThat(command("snapshots", "list").stdout()).contains("offered");
    assertThat(Path.of(second)).isDirectory();
    assertThat(Path.of(first)).doesNotExist();
  }

  private CommandResult command(String... arguments) throws InterruptedException {
    return PackagedAgent.command(pair.source(), Duration.ofMinutes(1), arguments);
  }

  private static long written(MariaDbHost server) throws InterruptedException {
    return Long.parseLong(server.sql("SELECT COUNT(*) FROM shop.load").strip());
  }

  private static void run(String... command) throws InterruptedException {
    String unused = COMMANDS.run(Command.of(List.of(command))).stdout();
  }
}
