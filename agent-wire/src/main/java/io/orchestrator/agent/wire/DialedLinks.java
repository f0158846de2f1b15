package io.orchestrator.agent.wire;

import java.util.ArrayDeque;
import java.util.Deque;

/** Where a sender's lane gets its connections from: it dials. For one thread. */
final class DialedLinks implements LinkSource {
  private final Dialer dialer;
  private final Hello hello;
  private final WireSettings settings;
  private final Heartbeat heartbeat;
  private final Deque<WireIo> made = new ArrayDeque<>();

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
    WireIo io = made.isEmpty() ? dialer.dial(hello, settings.reconnectLimit()).io() : made.remove();
    return heartbeat.watched(new Link(io, dialer.target()));
  }
}
