package io.orchestrator.agent.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Tells the other side that this one is alive, and closes connections on which it can't be heard. A
 * ping may block where the other side does not read, which must not keep back the pings of other
 * connections: each has a thread while it is written.
 */
final class Heartbeat {
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Set<Link> pinging = ConcurrentHashMap.newKeySet();
  private final Duration limit;
  private final ExecutorService pings;
  private volatile boolean over;

  Heartbeat(Duration limit, SessionThreads threads) {
    this.limit = limit;
    this.pings = threads.pings();
    long often = Math.max(1, limit.toMillis() / 5);
    Future<?> unused =
        threads.timer().scheduleWithFixedDelay(this::look, often, often, TimeUnit.MILLISECONDS);
  }

  /** Looks after it until it is closed. */
  Link watched(Link link) {
    links.add(link);
    if (over && link.lane() > 0) {
      link.close();
    }
    return link;
  }

  /** Closes those of data lanes, also those that come; the control lane has last words to say. */
  void end() {
    over = true;
    links.stream().filter(link -> link.lane() > 0).forEach(Link::close);
  }

  private void look() {
    links.removeIf(Link::isClosed);
    for (Link link : links) {
      if (link.silence() > limit.toNanos()) {
        link.lost("nothing was heard from " + link.peer() + " for " + limit.toMillis() + " ms");
      } else if (pinging.add(link)) {
        pings.execute(() -> ping(link));
      }
    }
  }

  private void ping(Link link) {
    try {
      link.ping();
    } catch (IOException e) {
      link.lost(e);
    } finally {
      pinging.remove(link);
    }
  }
}
