package io.orchestrator.agent.host.plugin;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something failed, as the end of a sentence. */
final class Reason {
  private Reason() {}

  /** In words; what the JDK says of a file is often its path alone. */
  static String of(Throwable thrown) {
    if (thrown instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
      return of(unchecked.getCause());
    }
    if (thrown instanceof AccessDeniedException denied) {
      return denied.getFile()
          + ": permission denied for the user "
          + System.getProperty("user.name", "?");
    }
    if (thrown instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist";
    }
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return thrown.getClass().getSimpleName();
    }
    return thrown instanceof FileSystemException other && other.getReason() == null
        ? message + ": " + thrown.getClass().getSimpleName()
        : message;
  }
}
