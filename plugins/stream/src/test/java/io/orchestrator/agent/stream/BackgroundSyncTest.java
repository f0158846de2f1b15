package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.stream.OpenFiles.OpenFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundSyncTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int MUCH = 256 << 20;

  @TempDir Path datadir;

  /** A file that does not get to disk. */
  private static final class OnABrokenDisk extends TargetFile {
    OnABrokenDisk(Path path, FileChannel file) {
      super(path, file);
    }

    @Override
    void force() throws IOException {
      throw new IOException("Input/output error");
    }
  }

  @Test
  void namesTheFileThatDoesNotGetToDisk() throws Exception {
    Path name = Path.of("t0.ibd");
    Path path = datadir.resolve(name);
    OpenFiles files = new OpenFiles(datadir);
    BackgroundSync sync = new BackgroundSync(files);
    try {
      OpenFile file = files.take(0, name, () -> new OnABrokenDisk(path, NewFiles.create(path)));
      sync.written(file, MUCH);

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThatThrownBy(sync::requireGood)
                      .hasMessageContaining("Could not write t0.ibd in " + datadir)
                      .hasMessageContaining("Input/output error"));
    } finally {
      sync.close();
      files.close();
    }
  }
}
