package io.orchestrator.agent.host.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.seed.EmptyDatadir;
import io.orchestrator.agent.host.state.UnfinishedMark;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A datadir on a file system that has not even room for a folder any more. */
@Tag("seed")
@RequiresRoot
class FullDatadirIT {
  private final ProcessRunner commands = new ProcessRunner(false);
  @TempDir Path folder;
  private TestHost host;
  private Path datadir;

  @BeforeEach
  void fill() throws Exception {
    host = new TestHost(folder).with("KeepOldDatadir", true);
    datadir = host.datadir();
    commands.run(
        Command.of("mount", "-t", "tmpfs", "-o", "nr_inodes=6", "tmpfs", datadir.toString()));
    Path shop = Files.createDirectory(datadir.resolve("shop"));
    for (Path file : List.of(shop.resolve("orders.ibd"), datadir.resolve("ibdata1"))) {
      Files.createFile(file);
    }
    assertThatThrownBy(
            () -> {
              while (true) {
                Files.createTempFile(datadir, "full", "");
              }
            })
        .isInstanceOf(IOException.class);
  }

  @AfterEach
  void unmount() throws Exception {
    commands.run(Command.of("umount", "--lazy", datadir.toString()));
  }

  @Test
  void isEmptiedAllTheSame() throws Exception {
    DatadirTrash trash = host.get(DatadirTrash.class);

    trash.discard(datadir, entries());

    await("all is gone").until(() -> entries().isEmpty());
  }

  @Test
  void isEmptiedThoughWhatItHasCannotBeKept() throws Exception {
    host.get(EmptyDatadir.class).empty();

    await("all is gone").until(() -> entries().isEmpty());
    assertThat(host.get(UnfinishedMark.class).reason(datadir)).isPresent();
  }

  @Test
  void givesUpWhatWasKeptBeforeAsWell() throws Exception {
    Files.delete(
        entries().stream().filter(each -> !each.endsWith("ibdata1")).findFirst().orElseThrow());
    Path kept = Files.createDirectory(datadir.resolve(KeptData.KEPT));
    Files.move(datadir.resolve("shop/orders.ibd"), kept.resolve("ibdata1"));

    host.get(EmptyDatadir.class).empty();

    await("all is gone").until(() -> entries().isEmpty());
    assertThat(host.get(UnfinishedMark.class).reason(datadir)).isPresent();
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(datadir)) {
      return entries.sorted().toList();
    }
  }
}
