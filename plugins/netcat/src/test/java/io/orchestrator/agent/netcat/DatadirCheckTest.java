package io.orchestrator.agent.netcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.testkit.seed.FakeTransfer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatadirCheckTest {
  @TempDir Path datadir;

  @Test
  void waitsForDeletedDataThatIsStillFreed() {
    AtomicInteger asked = new AtomicInteger();
    try (FakeTransfer transfer = new FakeTransfer()) {
      transfer.answersForRoom(bytes -> asked.incrementAndGet() > 2);
      DatadirCheck check = new DatadirCheck(datadir, transfer);

      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                check.requireSpace();
                return asked.get() > 0;
              });

      assertThat(asked.get()).isEqualTo(3);
      assertThat(transfer.phases()).containsExactly("receiving");
    }
  }
}
