package io.orchestrator.agent.commands;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Tells what happens on a TCP port, by whichever process: that of a command is not known. */
final class PortWatch {
  private static final String LISTEN = "0A";

  /** Established, or half-closed by one side. */
  private static final Set<String> CONNECTED = Set.of("01", "04", "05", "08");

  private final Path tables;

  /**
   * Reads the kernel's tables.
   *
   * @param tables /proc/net
   */
  PortWatch(Path tables) {
    this.tables = tables;
  }

  private record Row(String local, String remote, String state) {
    /** Columns: number, local address:port, remote address:port, state, … */
    static Row of(String line) {
      String[] columns = line.strip().split("\\s+", 5);
      return new Row(columns[1], columns[2], columns[3]);
    }
  }

  boolean isListenedOn(int port) {
    return any(row -> row.state().equals(LISTEN) && row.local().endsWith(hex(port)));
  }

  /** Has somebody connected to this host's port? */
  boolean isInUse(int port) {
    return any(row -> CONNECTED.contains(row.state()) && row.local().endsWith(hex(port)));
  }

  /** Has this host connected to such a port anywhere? */
  boolean isReached(int port) {
    return any(row -> CONNECTED.contains(row.state()) && row.remote().endsWith(hex(port)));
  }

  private boolean any(Predicate<Row> wanted) {
    return isIn("tcp", wanted) || isIn("tcp6", wanted);
  }

  private boolean isIn(String table, Predicate<Row> wanted) {
    try (BufferedReader lines = Files.newBufferedReader(tables.resolve(table))) {
      return lines.lines().skip(1).map(Row::of).anyMatch(wanted);
    } catch (IOException | UncheckedIOException noSuchTable) {
      return false;
    }
  }

  private static String hex(int port) {
    return String.format(Locale.ROOT, ":%04X", port);
  }
}
