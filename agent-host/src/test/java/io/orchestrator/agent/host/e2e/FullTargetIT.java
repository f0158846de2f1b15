package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.live.SmallDisk;
import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The target's datadir is on a small disk, which somebody else fills. */
@Tag("seed")
@RequiresRoot
@RequiresTool({"mkfs.ext4", "losetup"})
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class FullTargetIT {
  private static final long BYTES = 48 << 20;
  private static final long DISK = 128 << 20;

  private final ProcessRunner commands = new ProcessRunner(false);
  @TempDir Path folder;
  private SeedPair pair;
  private WireLine line;
  private SmallDisk disk;

  @BeforeEach
  void make() throws Exception {
    pair =
        new SeedPair(Files.createDirectory(folder.resolve("pair")), BYTES).byTheDefaultTransport();
    line = new WireLine(SeedPair.TARGET, pair.seedPort());
    pair.with("SeedCompression", "off").source().with("SeedPort", line.port());
    disk = SmallDisk.ext4At(folder.resolve("disk"), DISK);
    Path data = Files.createDirectory(disk.path().resolve("data"));
    run("mount", "--bind", data.toString(), pair.target().datadir().toString());
  }

  @AfterEach
  void stop() throws Exception {
    line.close();
    try {
      pair.close();
    } finally {
      run("umount", "--lazy", pair.target().datadir().toString());
      disk.close();
    }
  }

  private void run(String... words) throws InterruptedException {
    commands.run(Command.of(List.of(words)));
  }

  /** Until there is no room for a folder either. */
  private void fill() throws IOException {
    byte[] block = new byte[1 << 20];
    for (int size = block.length; size > 0; size /= 16) {
      try (OutputStream out = Files.newOutputStream(disk.path().resolve("other-" + size))) {
        while (true) {
          out.write(block, 0, size);
        }
      } catch (IOException full) {
        assertThat(full).hasMessageContaining("space");
      }
    }
  }

  private void makeRoom() throws IOException {
    try (var others = Files.newDirectoryStream(disk.path(), "other-*")) {
      for (Path other : others) {
        Files.delete(other);
      }
    }
  }

  @Test
  void failsBothSidesAndIsSeededWhenThereIsRoom() throws Exception {
    pair.start();
    line.holdAt(BYTES / 4);
    CompletableFuture<SeedOutcome> seed = pair.seedInBackground();
    line.awaitHold();

    fill();
    line.go();

    SeedOutcome outcome = seed.get(60, TimeUnit.SECONDS);
    assertThat(outcome.successful()).isFalse();
    awaitReason(SeedPair.TARGET, "the file system is full");
    awaitReason(SeedPair.SOURCE, "the file system is full");
    pair.requireQuiet();
    FailedSeed.of(pair, outcome.seedId()).requireSeen();

    assertThat(pair.seed().reason()).contains("bytes free").contains("are needed");

    makeRoom();
    await("the target sees the room")
        .until(() -> pair.targetInfo().datadirAvailableSpace() > BYTES * 3 / 2);
    pair.requireGoodSeed();
    pair.requireQuiet();
  }

  private void awaitReason(String host, String reason) {
    await(host + " is over")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(pair.call(host, "seeds")).contains("FAILED", reason));
  }
}
