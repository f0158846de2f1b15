package io.orchestrator.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SpoolTest {
  /** As what a command has left running may do. */
  @Test
  void isReadToAnEndThoughSomebodyWritesOn() throws Exception {
    KeptOutput kept = KeptOutput.endOfStdout();
    AtomicBoolean over = new AtomicBoolean();
    try (Spool spool = Spool.create();
        OutputStream out = Files.newOutputStream(spool.file().toPath())) {
      out.write(new byte[1 << 20]);
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                try {
                  while (!over.get()) {
                    out.write(new byte[1 << 16]);
                  }
                } catch (java.io.IOException failed) {
                  throw new java.io.UncheckedIOException(failed);
                }
              });
      try {
        spool.read(kept, 1 << 20);
      } finally {
        over.set(true);
        writing.join();
        spool.removeName();
      }
    }
    assertThat(kept.isTooLong()).isFalse();
  }
}
