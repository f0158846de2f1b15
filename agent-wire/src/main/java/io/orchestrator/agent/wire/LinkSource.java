package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;

/** Where a lane gets its connections from, one after another. */
interface LinkSource {
  /**
   * The lane's next connection.
   *
   * @throws AgentException if there is none within the limit
   */
  Link next() throws InterruptedException;
}
