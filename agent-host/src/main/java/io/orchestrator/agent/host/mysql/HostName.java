package io.orchestrator.agent.host.mysql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this host as the server knows it, without asking DNS. */
final class HostName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  static String current() {
    try {
      return Files.readString(KERNEL).strip();
    } catch (IOException failed) {
      throw new UncheckedIOException("Reading this host's name from " + KERNEL + " failed", failed);
    }
  }
}
