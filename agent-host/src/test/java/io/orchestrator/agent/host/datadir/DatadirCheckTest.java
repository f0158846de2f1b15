package io.orchestrator.agent.host.datadir;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.state.UnfinishedMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatadirCheckTest {
  @TempDir Path folder;
  private TestHost host;
  private UnfinishedMark unfinished;
  private Path mountinfo;
  private DatadirCheck check;

  @BeforeEach
  void makeCheck() throws IOException {
    host = new TestHost(folder);
    unfinished = host.get(UnfinishedMark.class);
    mountinfo = Files.writeString(folder.resolve("mountinfo"), mount("/") + mount("/proc"));
    check = new DatadirCheck(unfinished, new MountTable(mountinfo));
  }

  private static String mount(String point) {
    return "36 35 98:0 / " + point + " rw,noatime master:1 - ext4 /dev/root rw\n";
  }

  private void requireDeletable() {
    check.requireDeletable(host.datadir());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ibdata1",
        "mysql.ibd",
        "mysql/user.frm",
        "mysql/db.MYD",
        "mysql/global_priv.MAD",
        "mysql/general_log_213.sdi",
        "mysql/general_log.CSM"
      })
  void letsADatadirBeDeleted(String sign) {
    host.file(sign).file("shop/orders.ibd");

    assertThatCode(this::requireDeletable).doesNotThrowAnyException();
    assertThatCode(() -> check.requireData(host.datadir())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "passwd",
        "home/important",
        // As /etc and /var/lib have one.
        "mysql/my.cnf",
        "mysql/ibdata1",
        "mysql/mysql.ibd",
        "mysql/mysql/user.frm",
        "ibdata1/no-file",
        "ibdata1.bak"
      })
  void refusesADirectoryThatIsNoDatadir(String file) {
    host.file(file);

    assertRefused(
        ErrorCode.CONFLICT, "does not look like a MySQL data directory", this::requireDeletable);
    assertRefused(
        ErrorCode.CORRUPT_DATA, "no MySQL data directory", () -> check.requireData(host.datadir()));
  }

  @Test
  void takesALinkCalledIbdata1ForNoSign() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "x");
    Files.createSymbolicLink(host.datadir().resolve("ibdata1"), outside);

    assertRefused(ErrorCode.CONFLICT, "does not look like", this::requireDeletable);
  }

  @Test
  void letsAnEmptyDirectoryBeDeleted() {
    assertThatCode(this::requireDeletable).doesNotThrowAnyException();
  }

  @Test
  void letsADirectoryBeDeletedThatHoldsNothingButLostAndFound() throws IOException {
    Files.createDirectory(host.datadir().resolve("lost+found"));

    assertThatCode(this::requireDeletable).doesNotThrowAnyException();
    assertThatCode(() -> check.requireEmpty(host.datadir())).doesNotThrowAnyException();
  }

  @Test
  void letsAnUnfinishedDatadirBeDeletedWhateverIsInIt() {
    host.file("half-a-file");
    unfinished.set(host.datadir(), "seed 7 failed");

    assertThatCode(this::requireDeletable).doesNotThrowAnyException();
  }

  @Test
  void refusesTheRoot() {
    assertRefused(
        ErrorCode.CONFLICT, "it is the root directory", () -> check.requireDeletable(Path.of("/")));
    assertRefused(
        ErrorCode.CONFLICT, "it is the root directory", () -> check.requireEmpty(Path.of("/")));
  }

  @Test
  void refusesALinkEvenIfMarked() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), host.datadir());
    host.file("ibdata1");
    unfinished.set(link, "seed 7 failed");

    assertRefused(ErrorCode.CONFLICT, "it is a link", () -> check.requireDeletable(link));
  }

  @Test
  void refusesWhatIsNotThere() {
    Path absent = folder.resolve("absent");

    assertRefused(
        ErrorCode.CONFLICT, "there is no such directory", () -> check.requireDeletable(absent));
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertRefused(
        ErrorCode.CONFLICT, "there is no such directory", () -> check.requireDeletable(file));
  }

  @Test
  void refusesADatadirThatHoldsOtherMounts() throws IOException {
    host.file("ibdata1");
    Path inside = host.datadir().toRealPath().resolve("binary logs");
    Files.writeString(mountinfo, mount("/") + mount(inside.toString().replace(" ", "\\040")));

    assertRefused(
        ErrorCode.CONFLICT, "another file system is mounted at " + inside, this::requireDeletable);
  }

  @Test
  void refusesADatadirWithOtherMountsEvenIfMarked() throws IOException {
    unfinished.set(host.datadir(), "seed 7 failed");
    Files.writeString(mountinfo, mount(host.datadir().toRealPath() + "/tmp"));

    assertRefused(ErrorCode.CONFLICT, "another file system", this::requireDeletable);
  }

  @Test
  void seesMountsBehindALinkInThePath() throws IOException {
    host.file("ibdata1");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    Files.writeString(mountinfo, mount(host.datadir().toRealPath() + "/tmp"));

    assertRefused(
        ErrorCode.CONFLICT,
        "another file system",
        () -> check.requireDeletable(link.resolve("datadir")));
  }

  @Test
  void letsADatadirBeDeletedThatIsAMountPointItself() throws IOException {
    host.file("ibdata1");
    Path real = host.datadir().toRealPath();
    Files.writeString(mountinfo, mount("/") + mount(real.toString()) + mount(real + "-other"));

    assertThatCode(this::requireDeletable).doesNotThrowAnyException();
  }

  @Test
  void refusesToReceiveIntoWhatIsNotEmpty() {
    host.file("ibdata1");

    assertRefused(ErrorCode.CONFLICT, "it has ibdata1", () -> check.requireEmpty(host.datadir()));
  }

  @Test
  void doesNotCountWhatIsTheAgentsOwn() {
    host.file(".orchestrator-agent-trash/deleted-1/ibdata1").file("lost+found/1");

    assertThat(check.entries(host.datadir())).isEmpty();
  }
}
