package io.orchestrator.agent.host.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
  @TempDir Path directory;

  @Test
  void leavesWhatIsNotItsOwn() throws Exception {
    Path theirs = Files.createDirectory(directory.resolve("server"));
    Path script = Files.writeString(directory.resolve("tables.sql"), "theirs");
    PrivateFolder folder = new PrivateFolder(directory);

    folder.make(owner());
    Files.writeString(folder.script(), "SELECT 1");
    folder.delete();

    assertThat(theirs).isDirectory();
    assertThat(script).hasContent("theirs");
    assertThat(directory.resolve(PrivateFolder.NAME)).doesNotExist();
  }

  @Test
  void followsNoLinkWhenItDeletes(@TempDir Path elsewhere) throws Exception {
    Path kept = Files.createFile(elsewhere.resolve("kept"));
    PrivateFolder folder = new PrivateFolder(directory);
    folder.make(owner());
    Files.createSymbolicLink(folder.server().resolve("link"), elsewhere);
    Files.createDirectories(folder.server().resolve("a/b"));

    folder.delete();

    assertThat(kept).exists();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void leavesTheModeOfADirectoryThatExists() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));

    new PrivateFolder(directory).makeParent();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwxr-x---");
  }

  @Test
  void letsTheServersUserReachADirectoryThatItMakes() throws Exception {
    new PrivateFolder(directory.resolve("new")).makeParent();

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("new"))))
        .isEqualTo("rwx--x--x");
  }

  @Test
  void closesTheOptionsToOthers() throws Exception {
    PrivateFolder folder = new PrivateFolder(directory);
    folder.make(owner());

    Path file = folder.writeOptions("[mysqld]\n", owner());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private UserPrincipal owner() throws Exception {
    return Files.getOwner(directory);
  }
}
