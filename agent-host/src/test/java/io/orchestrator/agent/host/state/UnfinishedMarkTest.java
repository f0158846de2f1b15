package io.orchestrator.agent.host.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.host.Configs;
import io.orchestrator.agent.host.config.AgentConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedMarkTest {
  private static final Path DATADIR = Path.of("/var/lib/mysql");

  @TempDir Path folder;
  private AgentConfig config;
  private UnfinishedMark mark;

  @BeforeEach
  void makeMark() throws IOException {
    config = Configs.in(folder, "");
    StateFiles.createDirectories(config.stateDirectory());
    mark = new UnfinishedMark(config);
  }

  @Test
  void isNotThereAtFirst() {
    assertThat(mark.reason(DATADIR)).isEmpty();
  }

  @Test
  void survivesARestartWithItsLastReason() {
    mark.set(DATADIR, "it was emptied");
    mark.set(DATADIR, "seed 7 failed");

    assertThat(new UnfinishedMark(config).reason(DATADIR)).hasValue("seed 7 failed");
  }

  @Test
  void concernsOneDatadirAlone() {
    mark.set(DATADIR, "one");
    mark.set(Path.of("/other"), "two");

    mark.clear(DATADIR);

    assertThat(mark.reason(DATADIR)).isEmpty();
    assertThat(mark.reason(Path.of("/other"))).hasValue("two");
  }

  @Test
  void isThatOfTheFolderByWhicheverName() throws IOException {
    Path datadir = Files.createDirectories(folder.resolve("disk/mysql"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("disk"));
    mark.set(datadir, "seed 7 failed");

    assertThat(mark.reason(link.resolve("mysql"))).hasValue("seed 7 failed");
    mark.set(link.resolve("mysql"), "seed 8 failed");
    assertThat(mark.reason(datadir)).hasValue("seed 8 failed");
    mark.clear(link.resolve("mysql"));
    assertThat(mark.all()).isEmpty();
  }

  @Test
  void canBeClearedTwice() {
    mark.clear(DATADIR);
    mark.clear(DATADIR);

    assertThat(mark.reason(DATADIR)).isEmpty();
  }

  @Test
  void doesNotPassForClearedWhenItsFileIsDamaged() throws IOException {
    Files.writeString(config.stateDirectory().resolve("unfinished.json"), "{\"/var/lib");

    assertThatThrownBy(() -> mark.reason(DATADIR)).isInstanceOf(AgentException.class);
  }
}
