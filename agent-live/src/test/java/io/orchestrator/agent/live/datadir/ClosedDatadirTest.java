package io.orchestrator.agent.live.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class ClosedDatadirTest {
  private static final int MYSQL = 65534;
  private static final int MODE = 0751;
  private static final int CLOSED = 0700;

  @TempDir Path work;
  @TempDir Path folder;
  private Path datadir;

  @BeforeEach
  void setUp() throws Exception {
    datadir = Files.createDirectory(folder.resolve("data"));
    Files.setAttribute(datadir, "unix:uid", MYSQL);
    Files.setAttribute(datadir, "unix:gid", MYSQL);
    Files.setAttribute(datadir, "unix:mode", MODE);
  }

  private void requireItIs(int owner, int mode) throws Exception {
    DatadirNote now = DatadirNote.of(datadir);
    assertThat(now).isEqualTo(new DatadirNote(datadir, now.inode(), owner, owner, mode));
  }

  @Test
  void isRootsAloneUntilItIsOpened() throws Exception {
    try (ClosedDatadir closed = ClosedDatadir.shut(work, datadir)) {
      requireItIs(0, CLOSED);
      assertThat(closed.uid()).isEqualTo(MYSQL);
      assertThat(closed.gid()).isEqualTo(MYSQL);
    }
    requireItIs(MYSQL, MODE);
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void givesBackWhatAKilledAgentHadClosed() throws Exception {
    ClosedDatadir killed = ClosedDatadir.shut(work, datadir);
    assertThat(killed.uid()).isEqualTo(MYSQL);
    ClosedDatadir.giveBack(work);
    requireItIs(MYSQL, MODE);
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void remembersWhoseItWasWhenItIsClosedAgain() throws Exception {
    ClosedDatadir killed = ClosedDatadir.shut(work, datadir);
    assertThat(killed.uid()).isEqualTo(MYSQL);
    try (ClosedDatadir closed = ClosedDatadir.shut(work, datadir)) {
      assertThat(closed.uid()).isEqualTo(MYSQL);
    }
    requireItIs(MYSQL, MODE);
  }

  @Test
  void givesNothingBackThatHasAnotherOwnerByNow() throws Exception {
    ClosedDatadir killed = ClosedDatadir.shut(work, datadir);
    assertThat(killed.uid()).isEqualTo(MYSQL);
    Files.setAttribute(datadir, "unix:uid", 1);
    ClosedDatadir.giveBack(work);
    assertThat(DatadirNote.of(datadir).uid()).isEqualTo(1);
  }

  @Test
  void isLeftAsItWasByAnInterrupt() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ClosedDatadir.shut(work, datadir))
        .isInstanceOf(InterruptedException.class);
    requireItIs(MYSQL, MODE);
  }

  @Test
  void doesNotBeginWhereItsOwnerHasPutALink() throws Exception {
    Files.createDirectory(datadir.resolve(".orchestrator-agent-trash"));
    // Somebody may have given everything there to MySQL's user.
    Path found = Files.createDirectory(datadir.resolve("lost+found"));
    Files.setAttribute(found, "unix:uid", MYSQL);
    Path link = Files.createSymbolicLink(datadir.resolve("shop"), folder);
    Files.setAttribute(link, "unix:uid", MYSQL, LinkOption.NOFOLLOW_LINKS);
    assertThatThrownBy(() -> ClosedDatadir.shut(work, datadir))
        .isInstanceOfSatisfying(
            AgentException.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining("another user has made shop there");
    requireItIs(MYSQL, MODE);
    Files.delete(link);
    try (ClosedDatadir closed = ClosedDatadir.shut(work, datadir)) {
      assertThat(closed.uid()).isEqualTo(MYSQL);
    }
  }
}
