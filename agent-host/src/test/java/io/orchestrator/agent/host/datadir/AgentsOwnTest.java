package io.orchestrator.agent.host.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How entries are moved in a datadir, whose user may put links where folders were. */
class AgentsOwnTest {
  @TempDir Path folder;
  private Path datadir;
  private Path foreign;
  private Path table;

  @BeforeEach
  void setUp() throws IOException {
    datadir = Files.createDirectory(folder.resolve("datadir"));
    foreign = Files.createDirectories(folder.resolve("foreign/deleted-1")).getParent();
    table = Files.writeString(datadir.resolve("t.ibd"), "rows");
  }

  @Test
  void movesFoldersAndFiles() throws Exception {
    Path database = Files.createDirectory(datadir.resolve("db"));
    Path target = Files.createDirectories(datadir.resolve("trash/deleted-1"));
    AgentsOwn.move(datadir, List.of(table, database), target);
    assertThat(target.resolve("t.ibd")).hasContent("rows");
    assertThat(target.resolve("db")).isDirectory();
    assertThat(datadir).isDirectoryContaining("glob:**trash").isDirectoryNotContaining("glob:**db");
  }

  @Test
  void movesBack() throws Exception {
    Path kept = Files.createDirectory(datadir.resolve("kept"));
    Path old = Files.writeString(kept.resolve("old.ibd"), "old");
    AgentsOwn.move(datadir, List.of(old), datadir);
    assertThat(datadir.resolve("old.ibd")).hasContent("old");
    assertThat(kept).isEmptyDirectory();
  }

  @Test
  void movesNothingIntoWhatALinkLeadsTo() throws Exception {
    Files.createSymbolicLink(datadir.resolve("trash"), foreign);
    Path target = datadir.resolve("trash/deleted-1");
    assertThatThrownBy(() -> AgentsOwn.move(datadir, List.of(table), target))
        .isInstanceOf(IOException.class);
    assertThat(table).exists();
    assertThat(foreign.resolve("deleted-1")).isEmptyDirectory();
  }

  @Test
  void movesNothingOutOfWhatALinkLeadsTo() throws Exception {
    Path theirs = Files.writeString(foreign.resolve("theirs"), "theirs");
    Path link = Files.createSymbolicLink(datadir.resolve("restoring"), foreign);
    List<Path> entries = List.of(link.resolve("theirs"));
    assertThatThrownBy(() -> AgentsOwn.move(datadir, entries, datadir))
        .isInstanceOf(IOException.class);
    assertThat(theirs).exists();
  }

  @Test
  void movesNothingOntoWhatIsThere() throws Exception {
    Path target = Files.createDirectory(datadir.resolve("kept"));
    Path there = Files.createSymbolicLink(target.resolve("t.ibd"), Path.of("nowhere"));
    assertThatThrownBy(() -> AgentsOwn.move(datadir, List.of(table), target))
        .hasMessageContaining(there + " exists already");
    assertThat(table).hasContent("rows");
    assertThat(there).isSymbolicLink();
  }
}
