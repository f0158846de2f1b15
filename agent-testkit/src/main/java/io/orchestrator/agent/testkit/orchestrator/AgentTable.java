package io.orchestrator.agent.testkit.orchestrator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server's database: the rows of the agents, and the counter of the seeds. */
final class AgentTable {
  private final TreeMap<String, RegisteredAgent> rows = new TreeMap<>();
  private long seeds;

  synchronized void replace(RegisteredAgent agent) {
    rows.put(agent.host(), agent);
    notifyAll();
  }

  synchronized List<RegisteredAgent> all() {
    return List.copyOf(rows.values());
  }

  synchronized Optional<RegisteredAgent> find(String host) {
    return Optional.ofNullable(rows.get(host));
  }

  synchronized RegisteredAgent await(String host, Duration limit)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      RegisteredAgent row = rows.get(host);
      if (row != null) {
        return row;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new TimeoutException(
            "agent " + host + " did not register within " + limit.toMillis() + " ms");
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  synchronized long nextSeed() {
    return ++seeds;
  }

  /** Seed numbers start again, too. */
  synchronized void empty() {
    rows.clear();
    seeds = 0;
  }
}
