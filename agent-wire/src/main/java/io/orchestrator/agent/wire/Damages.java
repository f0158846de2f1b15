package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What arrived damaged, on all connections of a session. It is sent again; but what is damaged
 * again and again has another cause than chance.
 */
final class Damages {
  static final int MOST = 5;

  private static final Logger log = LoggerFactory.getLogger(Damages.class);

  private final SessionState state;
  private final AtomicInteger found = new AtomicInteger();

  Damages(SessionState state) {
    this.state = state;
  }

  /** One more; too many end the session. */
  void found(FrameException damage, Link link) {
    if (link.isClosed()) {
      return;
    }
    log.warn("From {}: {}; it is sent again", link.peer(), damage.getMessage());
    link.lost(damage);
    if (found.incrementAndGet() >= MOST) {
      state.fail(
          new AgentException(
              ErrorCode.CORRUPT_DATA,
              MOST
                  + " times something damaged has arrived, at last: "
                  + damage.getMessage()
                  + ". A file changes while it is sent, or the network or memory of a host is"
                  + " faulty",
              damage));
    }
  }
}
