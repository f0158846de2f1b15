package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.testkit.btrfs.LoopBtrfs;
import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server on btrfs, which is written to while a snapshot of it is made and seeded. */
@Tag("btrfs")
@RequiresRoot
@RequiresTool({"btrfs", "mkfs.btrfs", "losetup", "mariadbd", "mariadb-install-db", "mariadb"})
class BtrfsSeedIT {
  @TempDir Path folder;
  private LoopBtrfs btrfs;
  private SeedPair pair;
  private MariaDbHost source;
  private MariaDbHost target;
  private final AtomicBoolean writes = new AtomicBoolean(true);

  @BeforeEach
  void makeHosts() throws Exception {
    btrfs = new LoopBtrfs(folder, 1L << 30);
    pair = new SeedPair(Files.createDirectory(folder.resolve("pair")));
    btrfs.subvolume(btrfs.top().resolve("mysql"));
    btrfs.mount("mysql", pair.source().datadir());
    Path snapshots = Files.createDirectory(btrfs.top().resolve("snapshots"));
    Map<String, Object> settings =
        Map.of("SnapshotDirectory", snapshots.toString(), "SnapshotVolumesFilter", "-my-");
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
  }

  @AfterEach
  void stop() throws Exception {
    writes.set(false);
    try (LoopBtrfs itself = btrfs) {
      for (MariaDbHost server : new MariaDbHost[] {source, target}) {
        if (server != null) {
          server.stop();
        }
      }
      if (pair != null) {
        pair.close();
      }
      assertThat(itself.subvolumes()).contains("mysql");
    }
  }

  @Test
  void seedsASnapshotOfAServerThatIsWrittenTo() throws Exception {
    source.start();
    source.sql("CREATE DATABASE shop; CREATE TABLE shop.orders (id INT PRIMARY KEY, v TEXT)");
    pair.start();
    CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(this::writeRows);
    await("rows").atMost(SeedPair.LIMIT).until(() -> rows(source) > 50);
    int before = rows(source);

    assertThat(pair.call(SeedPair.SOURCE, "create-snapshot")).isEqualTo("true");
    SeedOutcome outcome = pair.seed();
    writes.set(false);

    assertThat(outcome.successful()).as(() -> outcome.reason() + pair.logs()).isTrue();
    int copied = rows(target);
    assertThat(copied).isGreaterThanOrEqualTo(before).isLessThan(writer.get());
    assertThat(target.sql("SELECT COUNT(*) FROM shop.orders WHERE id <= " + copied).strip())
        .as("rows without a gap")
        .isEqualTo(String.valueOf(copied));
    assertThat(target.sql("CHECK TABLE shop.orders")).contains("OK");
    assertThat(new MountTable().at(pair.source().folder().resolve("mnt"))).isEmpty();
    assertThat(btrfs.subvolumes()).hasSize(2);
  }

  /** Each in a transaction of its own; returns how many. */
  private int writeRows() {
    int id = 0;
    try {
      while (writes.get()) {
        id++;
        source.sql("INSERT INTO shop.orders VALUES (" + id + ", REPEAT(MD5(" + id + "), 99))");
      }
      return id;
    } catch (InterruptedException stopped) {
      throw new CompletionException(stopped);
    }
  }

  private static int rows(MariaDbHost server) throws InterruptedException {
    return Integer.parseInt(server.sql("SELECT COUNT(*) FROM shop.orders").strip());
  }
}
