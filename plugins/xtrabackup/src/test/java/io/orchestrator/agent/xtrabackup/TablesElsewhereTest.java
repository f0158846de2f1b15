package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.command.ProcessRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesElsewhereTest {
  private final ProcessRunner commands = new ProcessRunner(false);
  private final TablesElsewhere elsewhere = new TablesElsewhere(Clock.systemUTC());
  @TempDir Path folder;
  private Path datadir;

  @BeforeEach
  void makeDatadir() throws Exception {
    datadir = folder.resolve("data");
    Files.createDirectories(datadir.resolve("shop"));
  }

  private void moveATableAway() throws Exception {
    Files.writeString(datadir.resolve("shop/far.isl"), "/elsewhere/far.ibd");
  }

  @Test
  void passesADatadirThatHasAll() {
    assertThatCode(() -> elsewhere.requireNone(commands, datadir)).doesNotThrowAnyException();
  }

  @Test
  void namesATableThatIsElsewhere() throws Exception {
    moveATableAway();
    assertThatThrownBy(() -> elsewhere.requireNone(commands, datadir))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("shop/far.isl");
  }

  @Test
  void looksThroughALink() throws Exception {
    moveATableAway();
    Path link = Files.createSymbolicLink(folder.resolve("link"), datadir);
    assertThatThrownBy(() -> elsewhere.requireNone(commands, link))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("shop/far.isl");
  }

  @Test
  void remembersItsAnswerForAWhile() throws Exception {
    elsewhere.requireNoneLately(commands, datadir);
    moveATableAway();
    assertThatCode(() -> elsewhere.requireNoneLately(commands, datadir)).doesNotThrowAnyException();
    assertThatThrownBy(() -> elsewhere.requireNone(commands, datadir))
        .isInstanceOf(AgentException.class);
    assertThatThrownBy(() -> elsewhere.requireNoneLately(commands, datadir))
        .isInstanceOf(AgentException.class);
  }
}
