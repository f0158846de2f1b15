package io.orchestrator.agent.command;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What /proc tells. A process that ends meanwhile, or must not be looked at, is just not there. */
final class ProcessTable {
  private static final long PAGE_BYTES = 4_096;
  private static final File PROC = new File("/proc");

  private ProcessTable() {}

  static List<HostProcess> read() {
    List<HostProcess> all = new ArrayList<>();
    String[] names = PROC.list((directory, name) -> Character.isDigit(name.charAt(0)));
    for (String name : names == null ? new String[0] : names) {
      find(Long.parseLong(name)).ifPresent(all::add);
    }
    return all;
  }

  static Optional<HostProcess> find(long pid) {
    return file(pid, "stat").flatMap(HostProcess::parse);
  }

  /** Does it live, and is it no other one that has got its pid? */
  static boolean lives(HostProcess process) {
    return find(process.pid()).filter(process::isSameAs).isPresent();
  }

  /**
   * Its environment when it was started, entries divided by NUL; empty if it is not ours to see.
   */
  static Optional<String> environment(long pid) {
    return file(pid, "environ");
  }

  /** All that it has read and written, from and to disks, pipes and the network. */
  static Optional<Long> ioBytes(long pid) {
    return file(pid, "io").map(ProcessTable::sum);
  }

  /** What the kernel has written to disks for all processes; 0 where it does not tell. */
  static long bytesWrittenToDisks() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/vmstat"))) {
      return lines
          .filter(line -> line.startsWith("nr_written "))
          .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)) * PAGE_BYTES)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException unreadable) {
      return 0;
    }
  }

  private static long sum(String io) {
    long bytes = 0;
    for (String line : io.lines().toList()) {
      int colon = line.indexOf(": ");
      switch (colon < 0 ? "" : line.substring(0, colon)) {
        case "rchar", "wchar", "read_bytes", "write_bytes" ->
            bytes += Long.parseLong(line.substring(colon + 2).trim());
        default -> {}
      }
    }
    return bytes;
  }

  private static Optional<String> file(long pid, String name) {
    try {
      byte[] content = Files.readAllBytes(Path.of("/proc/" + pid + "/" + name));
      return Optional.of(new String(content, StandardCharsets.UTF_8));
    } catch (IOException goneOrForbidden) {
      return Optional.empty();
    }
  }
}
