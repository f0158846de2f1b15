package io.orchestrator.agent.host.datadir;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.testkit.live.SmallDisk;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatadirTrashTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;
  private TestHost host;
  private Path mountinfo;
  private DatadirTrash trash;
  private DatadirCheck check;

  @BeforeEach
  void makeTrash() throws IOException {
    host = new TestHost(folder);
    mountinfo = Files.createFile(folder.resolve("mountinfo"));
    trash = new DatadirTrash(new MountTable(mountinfo), host.get(PromisedRoom.class));
    check = host.get(DatadirCheck.class);
  }

  private void discard() {
    trash.discard(host.datadir(), check.entries(host.datadir()));
  }

  private void awaitFreed() {
    await().atMost(SOON).until(() -> Files.notExists(trashFolder()));
  }

  private Path trashFolder() {
    return host.datadir().resolve(".orchestrator-agent-trash");
  }

  @Test
  void freesTheDataInTheBackground() {
    host.file("ibdata1").file("shop/orders.ibd");

    discard();

    assertThat(check.entries(host.datadir())).isEmpty();
    awaitFreed();
    assertThat(host.datadir()).isEmptyDirectory();
  }

  @Test
  void freesTheDataInAThreadWithoutTheCallersClassLoader() throws IOException {
    host.file("ibdata1");
    Thread caller = Thread.currentThread();
    ClassLoader before = caller.getContextClassLoader();
    DatadirTrash held = trash;
    try (URLClassLoader plugins = new URLClassLoader(new URL[0], before)) {
      caller.setContextClassLoader(plugins);
      // While it is held nothing is freed: the thread waits.
      synchronized (held) {
        discard();

        assertThat(Thread.getAllStackTraces().keySet())
            .filteredOn(thread -> thread.getName().equals("datadir-trash"))
            .isNotEmpty()
            .noneMatch(thread -> thread.getContextClassLoader() == plugins);
      }
      awaitFreed();
    } finally {
      caller.setContextClassLoader(before);
    }
  }

  @Test
  void leavesLostAndFound() throws IOException {
    Files.createDirectory(host.datadir().resolve("lost+found"));
    host.file("ibdata1");

    discard();

    awaitFreed();
    assertThat(host.datadir().resolve("lost+found")).isDirectory();
  }

  @Test
  void leavesUntouchedWhatLinksLeadTo() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside/shop"));
    Path file = Files.writeString(outside.resolve("orders.ibd"), "precious");
    host.file("ibdata1").file("db/t1.ibd");
    Files.createSymbolicLink(host.datadir().resolve("shop"), outside);
    Files.createSymbolicLink(host.datadir().resolve("orders.ibd"), file);
    Files.createSymbolicLink(host.datadir().resolve("db/orders.ibd"), file);
    Files.createSymbolicLink(host.datadir().resolve("db/shop"), outside);

    discard();

    awaitFreed();
    assertThat(file).hasContent("precious");
    assertThat(host.datadir()).isEmptyDirectory();
  }

  @Test
  void refusesATrashFolderThatLeadsElsewhere() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(trashFolder(), outside);
    host.file("ibdata1");

    assertRefused(ErrorCode.IO_FAILED, "Could not empty the datadir", this::discard);

    assertThat(outside).isEmptyDirectory();
    assertThat(host.datadir().resolve("ibdata1")).exists();
    trash.free(host.datadir());
    assertThat(outside).exists();
  }

  @Test
  void goesOnWithWhatAnEarlierAgentLeft() {
    host.file(".orchestrator-agent-trash/deleted-1/shop/orders.ibd");

    trash.free(host.datadir());

    awaitFreed();
  }

  @Test
  void hasNothingToFreeInADatadirThatIsNotThere() throws IOException {
    Files.delete(host.datadir());

    trash.free(host.datadir());

    assertThat(host.datadir()).doesNotExist();
  }

  @Test
  void doesNotFreeAcrossAMount() throws IOException {
    host.file(".orchestrator-agent-trash/deleted-1/mounted/precious");
    Path mounted = trashFolder().resolve("deleted-1/mounted").toRealPath();
    Files.writeString(mountinfo, "36 35 98:0 / " + mounted + " rw - ext4 /dev/b rw\n");

    trash.free(host.datadir());

    // The next deletion is done by the same lock, after that one.
    Path other = Files.createDirectories(folder.resolve("other/.orchestrator-agent-trash/x"));
    trash.free(folder.resolve("other"));
    await().atMost(SOON).until(() -> Files.notExists(other));
    assertThat(mounted.resolve("precious")).exists();
  }

  @Test
  void freesTheRestThoughSomethingIsMountedInAnotherDeletion() throws IOException {
    host.file(".orchestrator-agent-trash/deleted-1/mounted/precious")
        .file(".orchestrator-agent-trash/deleted-2/ibdata1");
    Path mounted = trashFolder().resolve("deleted-1/mounted").toRealPath();
    Files.writeString(mountinfo, "36 35 98:0 / " + mounted + " rw - ext4 /dev/b rw\n");

    trash.free(host.datadir());

    await().atMost(SOON).until(() -> trash.stuck(host.datadir()).equals(List.of("deleted-1")));
    await().atMost(SOON).until(() -> Files.notExists(trashFolder().resolve("deleted-2")));
    Files.writeString(mountinfo, "");
    trash.free(host.datadir());
    awaitFreed();
    assertThat(trash.stuck(host.datadir())).isEmpty();
  }

  @Test
  @RequiresRoot
  void freesTheRestOfADeletionOfWhichSomethingCannotBeDeleted() throws Exception {
    Path deletion = trashFolder().resolve("deleted-1");
    host.file(".orchestrator-agent-trash/deleted-1/a/t1.ibd")
        .file(".orchestrator-agent-trash/deleted-1/m/inside/t2.ibd")
        .file(".orchestrator-agent-trash/deleted-1/z/t3.ibd");
    try (SmallDisk disk = SmallDisk.at(deletion.resolve("m/inside"), "1m")) {
      assertThat(disk.path()).isEmptyDirectory();
      Path precious = Files.writeString(disk.path().resolve("precious"), "precious");
      trash.free(host.datadir());

      await().atMost(SOON).until(() -> trash.stuck(host.datadir()).equals(List.of("deleted-1")));
      assertThat(deletion.resolve("a")).doesNotExist();
      assertThat(deletion.resolve("z")).doesNotExist();
      assertThat(precious).hasContent("precious");
    }
  }

  @Test
  void takesNamesThatAreNoText() throws Exception {
    new ProcessRunner(false)
        .run(Command.shell("printf x > \"$(printf 'umlaut-\\344')\"").in(host.datadir()));
    host.file("ibdata1");

    discard();

    awaitFreed();
    assertThat(host.datadir()).isEmptyDirectory();
  }

  @Test
  void takesANewDeletionWhileTheLastOneIsStillFreed() throws Exception {
    ExecutorService freeing = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 200; round++) {
        host.file("ibdata1").file("shop/orders.ibd");
        freeing.execute(() -> trash.free(host.datadir()));
        discard();
        assertThat(check.entries(host.datadir())).isEmpty();
      }
    } finally {
      freeing.shutdown();
      assertThat(freeing.awaitTermination(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
    trash.free(host.datadir());
    awaitFreed();
  }
}
