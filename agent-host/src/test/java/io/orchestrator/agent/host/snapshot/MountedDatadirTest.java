package io.orchestrator.agent.host.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountedDatadirTest {
  private static final Path CONFIGURED = Path.of("/var/lib/mysql");

  @TempDir Path folder;
  private Path mount;

  @BeforeEach
  void makeMount() throws IOException {
    mount = Files.createDirectory(folder.resolve("mount"));
  }

  private Path data(String path) throws IOException {
    Path datadir = Files.createDirectories(mount.resolve(path));
    Files.writeString(datadir.resolve("ibdata1"), "x");
    return datadir;
  }

  @ParameterizedTest
  @ValueSource(strings = {"var/lib/mysql", "lib/mysql", "mysql", ""})
  void isTheConfiguredPathWithoutSomeOfItsLeadingFolders(String path) throws IOException {
    Path datadir = data(path);

    assertThat(MountedDatadir.find(mount, CONFIGURED)).hasValue(datadir);
  }

  @Test
  void prefersTheConfiguredPathToOthers() throws IOException {
    data("mysql");
    Path datadir = data("var/lib/mysql");

    assertThat(MountedDatadir.find(mount, CONFIGURED)).hasValue(datadir);
  }

  @Test
  void isTheOnlyFolderInReachWithData() throws IOException {
    Path datadir = data("srv/db/data");

    assertThat(MountedDatadir.find(mount, CONFIGURED)).hasValue(datadir);
  }

  @Test
  void isNoneWhenTwoFoldersMightBeIt() throws IOException {
    data("srv/one");
    data("srv/two");

    assertThat(MountedDatadir.find(mount, CONFIGURED)).isEmpty();
  }

  @Test
  void isNoneWithoutData() throws IOException {
    Files.createDirectories(mount.resolve("var/lib/mysql"));

    assertThat(MountedDatadir.find(mount, CONFIGURED)).isEmpty();
  }

  @Test
  void isNotTheLiveServersDataToWhichALinkLeads() throws IOException {
    Path live = Files.createDirectory(folder.resolve("live"));
    Files.writeString(live.resolve("ibdata1"), "x");
    Files.createDirectories(mount.resolve("var/lib"));
    Files.createSymbolicLink(mount.resolve("var/lib/mysql"), live);
    Files.createSymbolicLink(mount.resolve("srv"), folder);

    assertThat(MountedDatadir.find(mount, CONFIGURED)).isEmpty();
  }

  @Test
  void followsALinkWithinTheSnapshot() throws IOException {
    data("srv/data");
    Files.createDirectories(mount.resolve("var/lib"));
    Path link = Files.createSymbolicLink(mount.resolve("var/lib/mysql"), Path.of("../../srv/data"));

    assertThat(MountedDatadir.find(mount, CONFIGURED)).hasValue(link);
  }

  @Test
  void isFoundBelowAMountPointThatIsALinkItself() throws IOException {
    data("mysql");
    Path link = Files.createSymbolicLink(folder.resolve("link"), mount);

    assertThat(MountedDatadir.find(link, CONFIGURED)).hasValue(link.resolve("mysql"));
  }

  @Test
  void isNoneBelowAMountPointThatIsNotThere() {
    assertThat(MountedDatadir.find(folder.resolve("absent"), CONFIGURED)).isEmpty();
  }
}
