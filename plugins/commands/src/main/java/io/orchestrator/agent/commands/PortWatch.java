package io.orchestrator.agent.commands;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Tells whether anything listens on a port of this host; which process does is not visible. */
final class PortWatch {
  private static final String LISTEN = "0A";

  private final Path tables;

  /**
   * Reads the kernel's tables.
   *
   * @param tables /proc/net
   */
  PortWatch(Path tables) {
    this.tables = tables;
  }

  boolean isListenedOn(int port) {
    return isIn("tcp", port) || isIn("tcp6", port);
  }

  private boolean isIn(String table, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    try (BufferedReader lines = Files.newBufferedReader(tables.resolve(table))) {
      return lines
          .lines()
          .map(line -> List.of(line.strip().split("\\s+", 5)))
          .anyMatch(
              columns ->
                  columns.size() > 3
                      && columns.get(1).endsWith(suffix)
                      && columns.get(3).equals(LISTEN));
    } catch (IOException noSuchTable) {
      return false;
    }
  }
}
