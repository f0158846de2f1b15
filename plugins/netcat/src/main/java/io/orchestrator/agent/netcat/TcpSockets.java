package io.orchestrator.agent.netcat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What the kernel tells about TCP connections and who holds them. */
final class TcpSockets {
  /** Half-closed ones count as well: some netcats that only receive close their half at once. */
  private static final Set<String> CONNECTED = Set.of("01", "04", "05", "08");

  private static final String LISTEN = "0A";

  private final Path proc;

  /**
   * Reads the kernel's tables.
   *
   * @param proc /proc
   */
  TcpSockets(Path proc) {
    this.proc = proc;
  }

  private record Row(int localPort, int remotePort, String state, String inode) {
    /** Columns: number, local address:port, remote address:port, state, …, inode (the tenth). */
    static Row of(String line) {
      String[] columns = line.strip().split("\\s+", 11);
      return new Row(port(columns[1]), port(columns[2]), columns[3], columns[9]);
    }

    private static int port(String address) {
      return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
    }
  }

  /** Does this process listen on the port? */
  boolean listens(long pid, int port) {
    return holds(pid, row -> row.state().equals(LISTEN) && row.localPort() == port);
  }

  /** Has this process accepted a connection on the port? */
  boolean accepted(long pid, int port) {
    return holds(pid, row -> CONNECTED.contains(row.state()) && row.localPort() == port);
  }

  /** Has this process a connection to that port somewhere? */
  boolean connected(long pid, int port) {
    return holds(pid, row -> CONNECTED.contains(row.state()) && row.remotePort() == port);
  }

  /** The process that listens on the port, such as "mysqld (pid 123)", as far as it is visible. */
  Optional<String> listener(int port) {
    Set<String> sockets = sockets(row -> row.state().equals(LISTEN) && row.localPort() == port);
    for (String name : names(proc)) {
      boolean process = name.chars().allMatch(Character::isDigit);
      if (process && holdsAny(proc.resolve(name), sockets)) {
        return Optional.of(command(proc.resolve(name)) + "pid " + name);
      }
    }
    return Optional.empty();
  }

  private boolean holds(long pid, Predicate<Row> wanted) {
    return holdsAny(proc.resolve(Long.toString(pid)), sockets(wanted));
  }

  private Set<String> sockets(Predicate<Row> wanted) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      try (BufferedReader lines = Files.newBufferedReader(proc.resolve(table))) {
        lines
            .lines()
            .skip(1)
            .map(Row::of)
            .filter(wanted)
            .forEach(row -> sockets.add("socket:[" + row.inode() + "]"));
      } catch (IOException | UncheckedIOException unreadable) {
        // A host without IPv6 has no tcp6.
      }
    }
    return sockets;
  }

  private static boolean holdsAny(Path process, Set<String> sockets) {
    if (sockets.isEmpty()) {
      return false;
    }
    Path descriptors = process.resolve("fd");
    for (String name : names(descriptors)) {
      try {
        if (sockets.contains(Files.readSymbolicLink(descriptors.resolve(name)).toString())) {
          return true;
        }
      } catch (IOException closed) {
        // It was there a moment ago.
      }
    }
    return false;
  }

  private static String command(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip() + ", ";
    } catch (IOException ended) {
      return "";
    }
  }

  private static List<String> names(Path folder) {
    String[] names = folder.toFile().list();
    return names == null ? List.of() : List.of(names);
  }
}
