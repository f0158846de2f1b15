package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a sender's lane gets its connections from: it dials. Connections that are lost again and
 * again before anything has got through count as none. For one thread.
 */
final class DialedLinks implements LinkSource {
  private static final Logger log = LoggerFactory.getLogger(DialedLinks.class);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Dialer dialer;
  private final Hello hello;
  private final WireSettings settings;
  private final Heartbeat heartbeat;
  private final Deque<WireIo> made = new ArrayDeque<>();
  private @Nullable Link last;
  private long lastMadeAt;
  private long inVainSince;
  private boolean inVain;

  DialedLinks(Dialer dialer, Hello hello, WireSettings settings, Heartbeat heartbeat) {
    this.dialer = dialer;
    this.hello = hello;
    this.settings = settings;
    this.heartbeat = heartbeat;
  }

  /** There is one already. */
  DialedLinks beginningWith(WireIo first) {
    made.add(first);
    return this;
  }

  @Override
  public Link next() throws InterruptedException {
    if (last != null) {
      requireUse(last);
    }
    WireIo io = made.isEmpty() ? dialer.dial(hello, settings.reconnectLimit()).io() : made.remove();
    lastMadeAt = System.nanoTime();
    last = heartbeat.watched(new Link(io, dialer.target(), hello.lane()));
    return last;
  }

  private void requireUse(Link lost) throws InterruptedException {
    boolean lived = System.nanoTime() - lastMadeAt > settings.peerLimit().toNanos();
    if (lost.isUseful() || lived) {
      inVain = false;
      if (!dialer.isParting()) {
        log.warn(
            "Connection {} to {} was lost ({}): connecting again",
            hello.lane(),
            dialer.target(),
            lost.lossReason());
      }
      return;
    }
    if (!inVain) {
      inVain = true;
      inVainSince = lastMadeAt;
      return;
    }
    if (System.nanoTime() - inVainSince > settings.reconnectLimit().toNanos()) {
      throw new AgentException(
          ErrorCode.PEER_FAILED,
          "The connection to "
              + dialer.target()
              + " was lost again and again before anything got through; at last: "
              + lost.lossReason());
    }
    dialer.await(PAUSE);
  }
}
