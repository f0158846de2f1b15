package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NFS and quotas tell of a failed write when the file is closed, which is when others come. */
class OpenFilesTest {
  private static final int MORE_THAN_STAY_OPEN = 40;

  @TempDir Path datadir;

  /** A file of which the last part gets lost. */
  private static final class OverQuota extends TargetFile {
    OverQuota(Path path, FileChannel file) {
      super(path, file);
    }

    @Override
    public void close() throws IOException {
      super.close();
      throw new IOException("Disk quota exceeded");
    }
  }

  private TargetFile overQuota(String name) throws IOException {
    Path path = datadir.resolve(name);
    return new OverQuota(path, NewFiles.create(path));
  }

  private void open(OpenFiles files, int number, OpenFiles.Opener opener) throws IOException {
    files.giveBack(files.take(number, Path.of("t" + number + ".ibd"), opener));
  }

  @Test
  void namesTheFileThatCouldNotBeClosed() throws Exception {
    try (OpenFiles files = new OpenFiles(datadir)) {
      open(files, 0, () -> overQuota("t0.ibd"));

      assertThatThrownBy(
              () -> {
                for (int number = 1; number < MORE_THAN_STAY_OPEN; number++) {
                  Path path = datadir.resolve("t" + number + ".ibd");
                  open(files, number, () -> TargetFile.create(path));
                }
              })
          .hasFieldOrPropertyWithValue("code", ErrorCode.IO_FAILED)
          .hasMessageContaining("Could not write t0.ibd in " + datadir)
          .hasMessageContaining("Disk quota exceeded");
    }
  }

  @Test
  void closesTheOthersThoughOneCannotBeClosed() throws Exception {
    OpenFiles files = new OpenFiles(datadir);
    FileChannel other = NewFiles.create(datadir.resolve("t1.ibd"));
    open(files, 0, () -> overQuota("t0.ibd"));
    open(files, 1, () -> new TargetFile(datadir.resolve("t1.ibd"), other));

    assertThatThrownBy(files::close).hasMessageContaining("Could not write t0.ibd");

    assertThat(other.isOpen()).isFalse();
  }
}
