package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class ClosedDatadirTest {
  private static final Owner MYSQL = new Owner(4711, 4712);
  private static final int MODE = 02751;

  @TempDir Path folder;
  private Path work;
  private Path datadir;

  @BeforeEach
  void setUp() throws IOException {
    work = Files.createDirectories(folder.resolve("work"));
    datadir = datadir("datadir");
  }

  private Path datadir(String name) throws IOException {
    Path made = Files.createDirectories(folder.resolve(name));
    Files.setAttribute(made, "unix:uid", MYSQL.uid());
    Files.setAttribute(made, "unix:gid", MYSQL.gid());
    Files.setAttribute(made, "unix:mode", MODE);
    return made;
  }

  private ClosedDatadir closed(Path of) throws IOException {
    return ClosedDatadir.of(work, of, new OwnRights(Path.of("/proc/self/status")));
  }

  private static void assertIs(Path datadir, Owner owner, int mode) throws IOException {
    SourceNode node = SourceNode.of(datadir);
    assertThat(new Owner(node.uid(), node.gid())).isEqualTo(owner);
    assertThat(node.mode()).isEqualTo(mode);
  }

  @Test
  void isRootsAloneUntilItIsOpenedAsItWas() throws Exception {
    try (ClosedDatadir closed = closed(datadir)) {
      assertIs(datadir, MYSQL, MODE);
      closed.shut();
      assertIs(datadir, new Owner(0, 0), 0700);
      assertThat(closed.owner()).isEqualTo(MYSQL);
    }
    assertIs(datadir, MYSQL, MODE);
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void staysAsTheSeedHasLeftItAfterSuccess() throws Exception {
    try (ClosedDatadir closed = closed(datadir)) {
      closed.shut();
      Files.setAttribute(datadir, "unix:uid", 4713);
      Files.setAttribute(datadir, "unix:mode", 0750);
      closed.opened();
    }
    assertIs(datadir, new Owner(4713, 0), 0750);
    assertThat(work).isEmptyDirectory();
  }

  /** What is not closed any more is what a killed agent leaves. */
  @Test
  void knowsWhoseItWasAfterTheAgentWasKilled() throws Exception {
    closed(datadir).shut();
    try (ClosedDatadir again = closed(datadir)) {
      assertThat(again.owner()).isEqualTo(MYSQL);
      again.shut();
      assertThat(again.owner()).isEqualTo(MYSQL);
    }
    assertIs(datadir, MYSQL, MODE);
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void knowsWhoseItWasWhereTheAgentWasKilledWhenItsGroupWasStillToCome() throws Exception {
    closed(datadir).shut();
    Files.setAttribute(datadir, "unix:gid", MYSQL.gid());
    try (ClosedDatadir again = closed(datadir)) {
      assertThat(again.owner()).isEqualTo(MYSQL);
      again.shut();
      assertIs(datadir, new Owner(0, 0), 0700);
    }
    assertIs(datadir, MYSQL, MODE);
  }

  @Test
  void doesNotTakeANoteForAnotherDatadir() throws Exception {
    closed(datadir).shut();
    Path other = datadir("other");
    Files.setAttribute(other, "unix:uid", 0);
    Files.setAttribute(other, "unix:gid", 0);
    Files.setAttribute(other, "unix:mode", 0700);
    try (ClosedDatadir closed = closed(other)) {
      closed.shut();
    }
    assertIs(other, new Owner(0, 0), 0700);
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void doesNotTakeANoteThatIsOverhauled() throws Exception {
    closed(datadir).shut();
    Files.setAttribute(datadir, "unix:uid", 4713);
    try (ClosedDatadir closed = closed(datadir)) {
      assertThat(closed.owner()).isEqualTo(new Owner(4713, 0));
      closed.shut();
    }
    assertIs(datadir, new Owner(4713, 0), 0700);
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void doesNotTakeHalfANote() throws Exception {
    closed(datadir).shut();
    Path note = work.resolve("datadir-owner");
    Files.writeString(note, Files.readString(note).substring(0, 20));
    assertThat(closed(datadir).owner()).isEqualTo(new Owner(0, 0));
  }

  @Test
  void trustsOnlyWhatRootHasMade() throws Exception {
    Path roots = Files.createDirectories(folder.resolve("roots"));
    assertThat(closed(datadir).trusted(List.of(roots, datadir, folder.resolve("gone"))))
        .containsExactly(roots);
  }
}
