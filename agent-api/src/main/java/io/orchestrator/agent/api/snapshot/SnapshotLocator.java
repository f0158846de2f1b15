package io.orchestrator.agent.api.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.AgentExtension;
import java.util.List;

/** Knows which hosts have snapshots to seed from. */
public interface SnapshotLocator extends AgentExtension {
  /** Which hosts to name. */
  enum Scope {
    /** Those in this host's data centre. */
    LOCAL,
    /** All of them. */
    ALL
  }

  /**
   * The hosts, by the names under which their agents registered with orchestrator, best first.
   * Empty if there is none; that is no error.
   *
   * @throws AgentException if it can't be found out
   * @throws InterruptedException if the calling thread is interrupted
   */
  List<String> hosts(Scope scope) throws InterruptedException;
}
