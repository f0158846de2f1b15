package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.command.ProcessRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesElsewhereTest {
  @TempDir Path folder;
  private Path datadir;

  @BeforeEach
  void makeDatadir() throws Exception {
    datadir = folder.resolve("data");
    Files.createDirectories(datadir.resolve("shop"));
  }

  private static void requireNone(Path in) throws InterruptedException {
    TablesElsewhere.requireNone(new ProcessRunner(false), in, Duration.ofSeconds(30));
  }

  private void moveATableAway() throws Exception {
    Files.writeString(datadir.resolve("shop/far.isl"), "/elsewhere/far.ibd");
  }

  @Test
  void passesADatadirThatHasAll() {
    assertThatCode(() -> requireNone(datadir)).doesNotThrowAnyException();
  }

  @Test
  void namesATableThatIsElsewhere() throws Exception {
    moveATableAway();
    assertThatThrownBy(() -> requireNone(datadir))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("shop/far.isl");
  }

  @Test
  void looksThroughALink() throws Exception {
    moveATableAway();
    Path link = Files.createSymbolicLink(folder.resolve("link"), datadir);
    assertThatThrownBy(() -> requireNone(link))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("shop/far.isl");
  }
}
