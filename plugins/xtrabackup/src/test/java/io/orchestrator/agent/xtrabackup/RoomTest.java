package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.command.OtherPrograms;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.seed.FakeKeptDatadir;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {
  private static final long MIB = 1 << 20;

  @TempDir Path datadir;
  private FakeKeptDatadir kept;
  private long free;
  private int beats;

  @BeforeEach
  void setUp() throws Exception {
    kept = new FakeKeptDatadir(Files.createDirectory(datadir.resolve(".orchestrator-agent-kept")));
    free = Files.getFileStore(datadir).getUsableSpace();
  }

  private boolean givesUpFor(long bytes, long keptBytes) throws Exception {
    ScriptedCommands commands =
        new ScriptedCommands().prints(keptBytes + "\t" + kept.folder() + "\n", "du");
    room(commands).makeFor(bytes, () -> beats++);
    return kept.isDiscarded();
  }

  private Room room(CommandRunner commands) {
    ReceiveRequest request =
        new ReceiveRequest(
            new SeedId(1), datadir, "", 1, Duration.ofSeconds(1), List.of(), Optional.of(kept));
    return new Room(commands, request, Duration.ofMillis(1));
  }

  @Test
  void keepsWhatACopyFitsBeside() throws Exception {
    assertThat(givesUpFor(free / 2, free)).isFalse();
  }

  @Test
  void givesUpWhatACopyNeedsTheRoomOf() throws Exception {
    assertThat(givesUpFor(free + 1000 * MIB, 2 * free + 2000 * MIB)).isTrue();
  }

  @Test
  void showsThatItLivesWhileItWaitsForTheRoom() throws Exception {
    assertThat(givesUpFor(free + 1000 * MIB, 2 * free + 2000 * MIB)).isTrue();
    assertThat(beats).isPositive();
  }

  @Test
  void showsThatItLivesWhileItMeasures(@TempDir Path programs) throws Exception {
    OtherPrograms slow =
        OtherPrograms.of(new ProcessRunner(false))
            .withScript(programs, "du", "sleep 1.5; printf '1\\t/kept\\n'");
    room(slow).makeFor(3 * free + 10_000 * MIB, () -> beats++);
    assertThat(beats).isPositive();
  }

  @Test
  void keepsItIfTheCopyWouldNotFitEvenThen() throws Exception {
    assertThat(givesUpFor(3 * free + 10_000 * MIB, MIB)).isFalse();
  }
}
