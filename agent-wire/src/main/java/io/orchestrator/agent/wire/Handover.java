package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a receiver's lane gets its connections from: the listener hands them over. */
final class Handover implements LinkSource {
  private final SessionState state;
  private final Duration limit;
  private @Nullable Link next;
  private @Nullable Link current;
  private boolean moreCome = true;
  private boolean ended;

  Handover(SessionState state, Duration limit) {
    this.state = state;
    this.limit = limit;
  }

  /** The sender has connected again: it knows better than this side that the last one is lost. */
  void give(Link link) {
    state.lock.lock();
    try {
      lost(next);
      lost(current);
      next = link;
      state.changed.signalAll();
      if (ended) {
        link.close();
      }
    } finally {
      state.lock.unlock();
    }
  }

  private static void lost(@Nullable Link link) {
    if (link != null) {
      link.lost("the sender has connected again");
    }
  }

  /** There will be no more than there are. */
  void expectNoMore() {
    state.lock.lock();
    try {
      moreCome = false;
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
  }

  @Override
  public Optional<Link> last(Duration parting) throws InterruptedException {
    state.lock.lock();
    try {
      long left = parting.toNanos();
      while (next == null && moreCome && left > 0) {
        left = state.changed.awaitNanos(left);
      }
      return Optional.ofNullable(next);
    } finally {
      ended = true;
      state.lock.unlock();
    }
  }

  @Override
  public Link next() throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      long left = limit.toNanos();
      while (next == null && left > 0 && !state.isOver()) {
        left = state.changed.awaitNanos(left);
      }
      state.requireGoing();
      if (next == null) {
        AgentException gone =
            new AgentException(
                ErrorCode.PEER_FAILED,
                "The connection from the sender was lost"
                    + (current == null ? "" : " (" + current.lossReason() + ")")
                    + ", and it has not connected again within "
                    + limit.toMillis() / 1000.0
                    + " s; look at the agent and the network of the source");
        state.lost(gone);
        throw gone;
      }
      Link link = next;
      current = link;
      next = null;
      return link;
    } finally {
      state.lock.unlock();
    }
  }
}
