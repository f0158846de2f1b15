package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SourceFileTest {
  @TempDir Path folder;

  @Test
  void failsTheSeedByTheNameOfAFileThatHasVanished() throws Exception {
    Path file = folder.resolve("victim");
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession sender = pair.connect(WirePair.settings())) {
      ReceivingSession receiver = pair.receiver();
      sender.sendFile(1, 0, 1, file);
      assertThatThrownBy(sender::awaitDelivered)
          .isInstanceOf(AgentException.class)
          .hasFieldOrPropertyWithValue("code", ErrorCode.IO_FAILED)
          .hasMessage("Could not send: " + file + " has vanished while it was sent");
      assertThatThrownBy(() -> receiver.input().read())
          .hasMessageContaining(file + " has vanished while it was sent");
    }
  }

  @Test
  void saysWhoMayNotReadAFile() {
    SourceFileException denied = failure(new AccessDeniedException("victim"));
    assertThat(denied)
        .hasMessageStartingWith("victim may not be read by the agent's user")
        .hasFieldOrPropertyWithValue("code", ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void keepsTheSystemsWordsOfOtherFailures() {
    assertThat(failure(new FileSystemException("victim", null, "Too many levels")))
        .hasMessageStartingWith("victim could not be read: ")
        .hasMessageContaining("Too many levels");
  }

  private static SourceFileException failure(IOException failed) {
    return SourceFileException.of(Path.of("victim"), failed);
  }
}
