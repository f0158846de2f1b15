package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.datadir.TreeComparison;
import io.orchestrator.agent.testkit.orchestrator.SeedEvent;
import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import io.orchestrator.agent.testkit.orchestrator.SeedProgress;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole seed with the default transport, as orchestrator drives it. */
@Tag("seed")
@RequiresTool({"tar", "nc"})
class SeedIT {
  private static final long BYTES = 40 << 20;

  @TempDir Path folder;
  private SeedPair pair;

  @BeforeEach
  void start() throws Exception {
    pair = new SeedPair(folder, BYTES).overTheLine().start();
  }

  @AfterEach
  void stop() throws Exception {
    pair.close();
  }

  @Test
  void copiesTheSnapshotAndStartsMySqlOnIt() throws Exception {
    pair.line().slowTo(20 << 20);

    SeedOutcome outcome = pair.seed();

    assertThat(outcome.successful()).as(() -> outcome.reason() + pair.logs()).isTrue();
    assertThat(outcome.events()).extracting(SeedEvent::error).containsOnly("");
    pair.requireSameData(TreeComparison.exact());
    assertThat(pair.targetInfo().mySqlRunning()).isTrue();
    assertThat(pair.target().serviceStarts()).isEqualTo(1);
    assertThat(pair.orchestrator().info(SeedPair.SOURCE).mountPoint().mounted()).isFalse();
    pair.requireQuiet();
    showsThatMySqlDuHasGrown(outcome);
  }

  private static void showsThatMySqlDuHasGrown(SeedOutcome outcome) {
    List<Long> looks =
        outcome.events().stream()
            .map(SeedEvent::progress)
            .flatMap(Optional::stream)
            .map(SeedProgress::copied)
            .toList();
    assertThat(looks).hasSizeGreaterThan(3).isSorted();
    assertThat(looks.get(1)).isLessThan(BYTES / 2);
    assertThat(looks.get(looks.size() - 1)).isGreaterThan(BYTES * 9 / 10);
  }

  @Test
  void stopsBeforeItDeletesAnythingIfTheSnapshotHasVanished() throws Exception {
    SeedOutcome outcome =
        pair.seed(
            event -> {
              if (event.action().startsWith("mounting")) {
                pair.snapshot().toFile().renameTo(folder.resolve("vanished").toFile());
              }
            });

    assertThat(outcome.successful()).isFalse();
    assertThat(outcome.reason()).contains("There is no volume", pair.snapshot().toString());
    assertThat(Files.readString(pair.target().datadir().resolve("ibdata1"))).isEqualTo("old");
    assertThat(pair.target().serviceStarts()).isZero();
    pair.call(SeedPair.TARGET, "mysql-start");
    assertThat(pair.targetInfo().mySqlRunning()).isTrue();
  }
}
