package io.orchestrator.agent.command;

import java.util.Optional;

/**
 * A living process as /proc shows it. Its pid may be used again when it is gone; pid and start
 * together are unique.
 *
 * @param startTicks when it started, in clock ticks since the machine's start
 * @param cpuTicks user and system time that it has used
 * @param waitsForDisk it is in a system call that can't be interrupted, as while it syncs
 */
record HostProcess(
    long pid,
    long parent,
    long session,
    long startTicks,
    long cpuTicks,
    boolean waitsForDisk,
    String name) {

  /**
   * Reads a line of /proc/PID/stat; empty for a process that has ended and waits for its parent.
   */
  static Optional<HostProcess> parse(String stat) {
    int open = stat.indexOf('(');
    int close = stat.lastIndexOf(')');
    if (open < 0 || close < open) {
      return Optional.empty();
    }
    String[] fields = stat.substring(close + 2).trim().split(" ", -1);
    String state = fields[0];
    // The first thread of a process may end before the others: still a living process.
    boolean gone = (state.equals("Z") || state.equals("X")) && number(fields, 17) <= 1;
    if (gone) {
      return Optional.empty();
    }
    return Optional.of(
        new HostProcess(
            Long.parseLong(stat.substring(0, open).trim()),
            number(fields, 1),
            number(fields, 3),
            number(fields, 19),
            number(fields, 11) + number(fields, 12),
            state.equals("D"),
            stat.substring(open + 1, close)));
  }

  boolean isSameAs(HostProcess other) {
    return pid == other.pid && startTicks == other.startTicks;
  }

  /** For messages. */
  String label() {
    return pid + " (" + name.replaceAll("\\p{Cntrl}", "?") + ")";
  }

  private static long number(String[] fields, int index) {
    return Long.parseLong(fields[index]);
  }
}
