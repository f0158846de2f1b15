package io.orchestrator.agent.testkit.orchestrator;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The rounds of agent info that a submission causes: one at once, and another that is started again
 * every second until one of them is through.
 */
final class AgentPolls implements AutoCloseable {
  /** The real server has no bound. */
  private static final int MAX_ROUNDS = 16;

  private final AgentCall calls;
  private final Set<String> outdated = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService rounds =
      Executors.newScheduledThreadPool(MAX_ROUNDS, DaemonThreads.named("stand-in-agent-info"));

  AgentPolls(AgentCall calls) {
    this.calls = calls;
  }

  void submitted(RegisteredAgent agent) {
    outdated.add(agent.host());
    try {
      rounds.execute(() -> AgentInfo.of(calls, agent));
      rounds.execute(() -> poll(agent));
    } catch (RejectedExecutionException closed) {
      outdated.clear();
    }
  }

  private void poll(RegisteredAgent agent) {
    var again = rounds.schedule(() -> pollIfOutdated(agent), 1, TimeUnit.SECONDS);
    AgentInfo.of(calls, agent);
    outdated.remove(agent.host());
    again.cancel(false);
  }

  private void pollIfOutdated(RegisteredAgent agent) {
    if (outdated.contains(agent.host())) {
      poll(agent);
    }
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
