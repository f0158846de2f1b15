package io.orchestrator.agent.host.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFilesTest {
  private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);
  private static final byte[] FRESH = "fresh and longer".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void makesMissingDirectoriesForTheAgentsUserAlone() throws IOException {
    StateFiles.createDirectories(folder.resolve("a/b"));

    assertThat(mode(folder.resolve("a"))).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("a/b"))).isEqualTo("rwx------");
  }

  @Test
  void leavesTheModeOfExistingDirectoriesAlone() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

    StateFiles.createDirectories(folder.resolve("a"));

    assertThat(mode(folder)).isEqualTo("rwxr-x---");
  }

  @Test
  void refusesADirectoryWhereAFileIs() throws IOException {
    Files.createFile(folder.resolve("a"));

    assertThatThrownBy(() -> StateFiles.createDirectories(folder.resolve("a/b")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void writesFilesThatOnlyTheAgentsUserMayRead() throws IOException {
    Path file = folder.resolve("token");

    StateFiles.write(file, FRESH);

    assertThat(file).hasBinaryContent(FRESH);
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void writesInAnInterruptedThreadAndLeavesItInterrupted() throws IOException {
    Path file = folder.resolve("seeds.json");
    Thread.currentThread().interrupt();
    try {
      StateFiles.write(file, FRESH);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(file).hasBinaryContent(FRESH);
  }

  @Test
  void replacesAFileAndItsMode() throws IOException {
    Path file = Files.write(folder.resolve("token"), OLD);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    StateFiles.write(file, FRESH);

    assertThat(file).hasBinaryContent(FRESH);
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void neverWritesIntoTheOldFile() throws IOException {
    Path file = Files.write(folder.resolve("token"), OLD);
    Path oldFile = Files.createLink(folder.resolve("link-to-old"), file);

    StateFiles.write(file, FRESH);

    assertThat(oldFile).hasBinaryContent(OLD);
  }

  @Test
  void replacesALinkAndNotWhatItLeadsTo() throws IOException {
    Path other = Files.write(folder.resolve("other"), OLD);
    Path file = Files.createSymbolicLink(folder.resolve("token"), other);

    StateFiles.write(file, FRESH);

    assertThat(other).hasBinaryContent(OLD);
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }

  @Test
  void goesOnWithWhatACrashLeft() throws IOException {
    Path left = Files.write(folder.resolve(".token.new"), OLD);

    StateFiles.write(folder.resolve("token"), FRESH);

    assertThat(left).doesNotExist();
    assertThat(folder.resolve("token")).hasBinaryContent(FRESH);
  }

  @Test
  void keepsTheOldFileIfItCanNotBeReplaced() throws IOException {
    Path file = Files.write(folder.resolve("token"), OLD);
    Files.createDirectories(folder.resolve(".token.new/in-the-way"));

    assertThatThrownBy(() -> StateFiles.write(file, FRESH)).isInstanceOf(IOException.class);

    assertThat(file).hasBinaryContent(OLD);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
