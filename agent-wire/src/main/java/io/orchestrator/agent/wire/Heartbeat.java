package io.orchestrator.agent.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other side that this one is alive, and closes connections on which it can't be heard. A
 * ping may block on a dead connection, so it has a thread of its own.
 */
final class Heartbeat {
  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final long limit;
  private volatile boolean over;

  Heartbeat(Duration limit, ScheduledExecutorService timer) {
    this.limit = limit.toNanos();
    long often = Math.max(1, limit.toMillis() / 5);
    Future<?> unusedPing =
        timer.scheduleWithFixedDelay(this::ping, often, often, TimeUnit.MILLISECONDS);
    Future<?> unusedWatch =
        timer.scheduleWithFixedDelay(this::watch, often, often, TimeUnit.MILLISECONDS);
  }

  /** Looks after it until it is closed. */
  Link watched(Link link) {
    links.add(link);
    if (over) {
      link.close();
    }
    return link;
  }

  /** Closes all of them, and those that come. */
  void closeAll() {
    over = true;
    links.forEach(Link::close);
  }

  private void ping() {
    for (Link link : links) {
      try {
        link.ping();
      } catch (IOException e) {
        log.debug("The connection to {} is lost: {}", link.peer(), e.toString());
        link.close();
      }
    }
  }

  private void watch() {
    links.removeIf(Link::isClosed);
    for (Link link : links) {
      if (link.silence() > limit) {
        log.warn("Nothing was heard from {} for too long; connecting again", link.peer());
        link.close();
      }
    }
  }
}
