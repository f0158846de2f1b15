package io.orchestrator.agent.testkit.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Who uses a folder, as the kernel would find for a mount: from {@code /proc}. */
final class FolderUsers {
  private FolderUsers() {}

  /** A process that works in the folder, or has something of it open. */
  static Optional<ProcessHandle> of(Path folder) {
    return ProcessHandle.allProcesses().filter(process -> uses(process, folder)).findAny();
  }

  private static boolean uses(ProcessHandle process, Path folder) {
    Path proc = Path.of("/proc", String.valueOf(process.pid()));
    try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
      return Stream.concat(Stream.of(proc.resolve("cwd")), open)
          .anyMatch(link -> leadsInto(link, folder));
    } catch (IOException | UncheckedIOException endedOrNotOurs) {
      return false;
    }
  }

  private static boolean leadsInto(Path link, Path folder) {
    try {
      return Files.readSymbolicLink(link).startsWith(folder);
    } catch (IOException closed) {
      return false;
    }
  }
}
