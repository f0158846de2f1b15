package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was given up for room becomes free later, or never. */
@Timeout(20)
class RoomTest {
  @TempDir Path datadir;
  private final FakeTransfer transfer = new FakeTransfer();
  private final AtomicInteger looks = new AtomicInteger();

  @AfterEach
  void tearDown() {
    transfer.close();
  }

  private Room patientFor(Duration patience) {
    return new Room(
        datadir,
        List.of(),
        Optional.empty(),
        new DiskUsage(new ScriptedCommands()),
        (bytes, limit) -> true,
        new Progress(transfer),
        () -> {},
        patience);
  }

  @Test
  void isNotAwaitedForEverWhereOthersTakeAndGive() {
    Room room = patientFor(Duration.ofMillis(500));

    assertThatThrownBy(() -> room.awaitFree(20, () -> 10 + looks.incrementAndGet() % 2))
        .hasFieldOrPropertyWithValue("code", ErrorCode.RESOURCES_EXHAUSTED)
        .hasMessageContaining("has been given up for it")
        .hasMessageContaining("hold of it");
  }

  @Test
  void isAwaitedAsLongAsItGrows() throws Exception {
    Room room = patientFor(Duration.ofMillis(500));

    room.awaitFree(20, () -> 10 + looks.incrementAndGet());

    assertThat(looks.get()).isEqualTo(10);
  }
}
