package io.orchestrator.agent.command;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The processes that belong to a command or a scope: its first processes, the marked ones, all in
 * sessions which these lead, all their descendants, and whatever was seen to be one of them before
 * its parent went away. Never the agent itself, nor what started it.
 */
final class Family {
  /** Of a first process that was gone before it could be looked at. */
  static final long UNKNOWN_START = -1;

  private final Predicate<HostProcess> marked;
  private final Map<Long, Long> firsts = new HashMap<>();
  private Map<Long, Long> seen = new HashMap<>();

  Family(Predicate<HostProcess> marked) {
    this.marked = marked;
  }

  /** A family with this first process; it leads a session of its own, or will in a moment. */
  synchronized void add(long pid, long startTicks) {
    firsts.put(pid, startTicks);
  }

  /** This first process and its session are over: the pid may become somebody else's. */
  synchronized void remove(long pid) {
    firsts.remove(pid);
  }

  synchronized List<HostProcess> living() {
    Map<Long, HostProcess> table = new HashMap<>();
    ProcessTable.read().forEach(process -> table.put(process.pid(), process));
    Set<Long> strangers = agentAndItsAncestors(table);
    Map<Long, HostProcess> members = new HashMap<>();
    for (HostProcess process : table.values()) {
      if (!strangers.contains(process.pid()) && belongs(process, table)) {
        members.put(process.pid(), process);
      }
    }
    boolean grown = !members.isEmpty();
    while (grown) {
      grown = false;
      for (HostProcess process : table.values()) {
        boolean related =
            members.containsKey(process.parent()) || members.containsKey(process.session());
        if (related && !strangers.contains(process.pid())) {
          grown |= members.putIfAbsent(process.pid(), process) == null;
        }
      }
    }
    seen = new HashMap<>();
    members.forEach((pid, process) -> seen.put(pid, process.startTicks()));
    // Older ones first: a shell whose child was ended before it would go on to its next command.
    return members.values().stream()
        .sorted(
            Comparator.comparingLong(HostProcess::startTicks).thenComparingLong(HostProcess::pid))
        .toList();
  }

  private boolean belongs(HostProcess process, Map<Long, HostProcess> table) {
    return isIn(seen, process)
        || isIn(firsts, process)
        || isInSessionOfAFirst(process, table)
        || marked.test(process);
  }

  private static boolean isIn(Map<Long, Long> starts, HostProcess process) {
    Long start = starts.get(process.pid());
    return start != null && start == process.startTicks();
  }

  private boolean isInSessionOfAFirst(HostProcess process, Map<Long, HostProcess> table) {
    Long start = firsts.get(process.session());
    if (start == null) {
      return false;
    }
    // A session keeps its number until its last process is gone, the leader's own end included.
    HostProcess leader = table.get(process.session());
    return leader == null || leader.startTicks() == start;
  }

  private static Set<Long> agentAndItsAncestors(Map<Long, HostProcess> table) {
    Set<Long> pids = new HashSet<>();
    HostProcess next = table.get(ProcessHandle.current().pid());
    while (next != null && pids.add(next.pid())) {
      next = table.get(next.parent());
    }
    return pids;
  }
}
