package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import java.time.Duration;
import java.util.Optional;

/** Where a lane gets its connections from, one after another. */
interface LinkSource {
  /**
   * The lane's next connection.
   *
   * @throws AgentException if there is none within the limit
   */
  Link next() throws InterruptedException;

  /** When the session is over: a connection that comes unasked, to say last words on; no other. */
  default Optional<Link> last(Duration limit) throws InterruptedException {
    return Optional.empty();
  }
}
