package io.orchestrator.agent.testkit.snapshot;

import java.io.IOException;
import java.nio.file.Path;

/** A process that uses what is mounted, until this is closed. */
final class MountUser implements AutoCloseable {
  private final Process process;

  /** It says a line when it uses it. */
  private MountUser(ProcessBuilder builder) throws IOException {
    process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    if (process.getInputStream().read() < 0) {
      throw new IOException(
          "the process that was to use the mount has ended: " + builder.command());
    }
  }

  /** One whose working directory this is. */
  static MountUser in(Path directory) throws IOException {
    return new MountUser(
        new ProcessBuilder("sh", "-c", "echo; exec sleep 600").directory(directory.toFile()));
  }

  /** One that has this file or directory open as its standard input. */
  static MountUser ofFile(Path file) throws IOException {
    return new MountUser(
        new ProcessBuilder(
            "sh", "-c", "exec < \"$1\"; echo; exec sleep 600", "sh", file.toString()));
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
