package io.orchestrator.agent.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class ReasonTest {
  @Test
  void saysWhoMayNotUseAFile() {
    assertThat(Reason.of(new AccessDeniedException("/plugins/x.zip")))
        .isEqualTo(
            "/plugins/x.zip: permission denied for the user " + System.getProperty("user.name"));
  }

  @Test
  void looksIntoWhatWrapsIt() {
    assertThat(Reason.of(new UncheckedIOException(new AccessDeniedException("/x"))))
        .startsWith("/x: permission denied for the user ");
  }

  @Test
  void saysWhatIsWrongWithAFileOfAnotherKind() {
    assertThat(Reason.of(new NotDirectoryException("/x"))).isEqualTo("/x: NotDirectoryException");
  }

  @Test
  void keepsTheSystemsOwnWords() {
    assertThat(Reason.of(new FileSystemException("/x", null, "No space left on device")))
        .isEqualTo("/x: No space left on device");
  }

  @Test
  void takesTheKindOfWhatHasNoMessage() {
    assertThat(Reason.of(new IOException())).isEqualTo("IOException");
  }
}
