package io.orchestrator.agent.live.datadir;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.command.ProcessRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipTest {
  @TempDir Path folder;

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Path withMode(Path path, String mode) throws Exception {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Test
  void givesFilesAndFoldersTheServersModes() throws Exception {
    Path datadir = withMode(Files.createDirectory(folder.resolve("data")), "rwxr-x---");
    Path schema = withMode(Files.createDirectory(datadir.resolve("-R")), "rwxrwxrwx");
    Path table = withMode(Files.createFile(schema.resolve("t x.ibd")), "r--r--r--");
    Path own = withMode(Files.createFile(datadir.resolve(".orchestrator-agent-x")), "r--------");
    Path found = withMode(Files.createDirectory(datadir.resolve("lost+found")), "r-x------");
    Path outside = withMode(Files.createFile(folder.resolve("outside")), "r--------");
    Files.createSymbolicLink(datadir.resolve("link"), outside);
    try (ClosedDatadir closed = ClosedDatadir.shut(folder, datadir)) {
      new Ownership(new ProcessRunner(false), datadir, closed).give();
    }
    assertThat(mode(schema)).isEqualTo("rwx------");
    assertThat(mode(table)).isEqualTo("rw-rw----");
    assertThat(mode(datadir)).isEqualTo("rwxr-x---");
    assertThat(mode(own)).isEqualTo("r--------");
    assertThat(mode(found)).isEqualTo("r-x------");
    assertThat(mode(outside)).isEqualTo("r--------");
  }

  @Test
  void hasNothingToDoInAnEmptyDatadir() throws Exception {
    Path datadir = Files.createDirectory(folder.resolve("data"));
    try (ClosedDatadir closed = ClosedDatadir.shut(folder, datadir)) {
      new Ownership(new ProcessRunner(false), datadir, closed).give();
    }
    assertThat(datadir).isEmptyDirectory();
  }
}
