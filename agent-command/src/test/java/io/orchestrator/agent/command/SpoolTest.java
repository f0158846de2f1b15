package io.orchestrator.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SpoolTest {
  /** As one to which what a command has left running writes on and on. */
  @Test
  void isReadToAnEndThoughItHasNone() throws Exception {
    Path endless = Path.of("/dev/zero");
    KeptOutput kept = KeptOutput.endOfStdout();
    try (Spool spool = new Spool(endless, FileChannel.open(endless, StandardOpenOption.READ))) {
      spool.read(kept, 1 << 20);
    }
    assertThat(kept.text()).hasSize(1 << 20);
  }
}
