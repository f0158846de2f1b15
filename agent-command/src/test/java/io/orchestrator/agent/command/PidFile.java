package io.orchestrator.agent.command;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a command under test writes the pid of a process that it has started. */
record PidFile(Path file) {
  static PidFile in(Path directory) {
    return new PidFile(directory.resolve("pid"));
  }

  /** Waits for it. */
  long pid() {
    await().until(() -> Files.exists(file) && text().endsWith("\n"));
    return Long.parseLong(text().trim());
  }

  boolean lives() {
    return ProcessTable.find(pid()).isPresent();
  }

  void kill() {
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
