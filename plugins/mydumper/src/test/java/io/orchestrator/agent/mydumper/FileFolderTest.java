package io.orchestrator.agent.mydumper;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFolderTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;

  private Path spool() {
    return folder.resolve("spool");
  }

  @Test
  void replacesWhatAKilledAgentHasLeft() throws Exception {
    Files.writeString(Files.createDirectory(spool()).resolve("left"), "rows");
    assertThat(new FileFolder(spool()).bytes()).isEqualTo(4);
    try (FileFolder made = FileFolder.make(spool())) {
      assertThat(made.path()).isEqualTo(spool()).isEmptyDirectory();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @RequiresRoot
  void leavesAFolderOfAnotherUserAlone() throws Exception {
    Path file = Files.writeString(Files.createDirectory(spool()).resolve("file"), "theirs");
    Files.setAttribute(spool(), "unix:uid", NOBODY);
    assertThat(new FileFolder(spool()).bytes()).isZero();
    requireAnotherIsMade();
    assertThat(file).exists();
  }

  @Test
  void leavesWhatALinkInItsPlaceLeadsToAlone() throws Exception {
    Path file = Files.writeString(Files.createDirectory(folder.resolve("other")).resolve("f"), "x");
    Files.createSymbolicLink(spool(), file.getParent());
    assertThat(new FileFolder(spool()).bytes()).isZero();
    requireAnotherIsMade();
    assertThat(file).exists();
    assertThat(spool()).isSymbolicLink();
  }

  private void requireAnotherIsMade() throws Exception {
    Path path;
    try (FileFolder made = FileFolder.make(spool())) {
      path = made.path();
      assertThat(path).isNotEqualTo(spool()).hasParent(folder).isEmptyDirectory();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
    }
    assertThat(path).doesNotExist();
  }
}
