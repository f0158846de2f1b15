package io.orchestrator.agent.host.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.seed.EmptyDatadir;
import io.orchestrator.agent.testkit.btrfs.LoopBtrfs;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On btrfs a deleted file is gone at once, and its room comes half a minute later. */
@Tag("btrfs")
@RequiresRoot
@RequiresTool({"btrfs", "mkfs.btrfs", "losetup", "du", "sync"})
class LateRoomIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long MIB = 1 << 20;
  private static final long DATA = 384 * MIB;

  /** What the file system keeps for itself, or gives back. */
  private static final long SPARE = 96 * MIB;

  @TempDir Path folder;
  private TestHost host;
  private LoopBtrfs btrfs;

  @BeforeEach
  void makeDatadir() throws Exception {
    host = new TestHost(folder);
    btrfs = new LoopBtrfs(folder, 1L << 30);
    btrfs.subvolume(btrfs.top().resolve("mysql"));
    btrfs.mount("mysql", host.datadir());
    byte[] noise = new byte[(int) MIB];
    new Random(1).nextBytes(noise);
    try (OutputStream out = Files.newOutputStream(host.datadir().resolve("ibdata1"))) {
      for (long written = 0; written < DATA; written += noise.length) {
        out.write(noise);
      }
    }
    btrfs.run("sync", "--file-system", host.datadir().toString());
  }

  @AfterEach
  void unmount() {
    btrfs.close();
  }

  private long free() {
    return host.datadir().toFile().getUsableSpace();
  }

  @Test
  void countsAsFreeUntilItIs() throws Exception {
    DatadirSpace space = host.get(DatadirSpace.class);
    DatadirTrash trash = host.get(DatadirTrash.class);
    long all = free() + DATA - SPARE;
    assertThat(space.available()).as("with its data").isLessThan(all);

    host.get(EmptyDatadir.class).empty();

    assertThat(space.available()).as("at once").isGreaterThan(all);
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              boolean over = !trash.isFreeing(host.datadir());
              assertThat(space.available()).as("while it is freed").isGreaterThan(all);
              return over;
            });
    assertThat(free()).as("in truth, afterwards").isGreaterThan(all);
  }
}
