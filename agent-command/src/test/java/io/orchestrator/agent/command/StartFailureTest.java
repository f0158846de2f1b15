package io.orchestrator.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.command.Command;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StartFailureTest {
  @Test
  void tellsThatJavaWasUpdated() {
    IOException refused =
        new IOException(
            "Cannot run program \"/usr/bin/setsid\": error=0, Failed to exec spawn helper: pid: 7,"
                + " exit value: 1");

    assertThat(StartFailure.of(Command.of("lvs"), refused))
        .hasMessageContaining("Failed to exec spawn helper")
        .hasMessageEndingWith("restart the agent");
  }
}
