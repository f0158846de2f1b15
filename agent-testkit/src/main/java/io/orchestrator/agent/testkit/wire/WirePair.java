package io.orchestrator.agent.testkit.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.wire.WireReceiver;
import io.orchestrator.agent.api.wire.WireSender;
import io.orchestrator.agent.wire.RateLimit;
import io.orchestrator.agent.wire.ReceivingSession;
import io.orchestrator.agent.wire.SendingSession;
import io.orchestrator.agent.wire.WireListener;
import java.time.Duration;

/**
 * Both ends of a real connection over the loopback device, for a test that plays one side of a
 * transport itself, such as a hostile sender.
 */
public final class WirePair implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long SEED = 7;

  private final WireListener listener;
  private final SendingSession sender;
  private final ReceivingSession receiver;

  private WirePair(WireListener listener, SendingSession sender, ReceivingSession receiver) {
    this.listener = listener;
    this.sender = sender;
    this.receiver = receiver;
  }

  /**
   * Connects two ends.
   *
   * @param transport the transport's name
   */
  public static WirePair connect(String transport) throws InterruptedException {
    WireListener listener = LoopbackWire.listen(0, SEED);
    boolean connected = false;
    try {
      SendingSession sender =
          LoopbackWire.connect(listener.port(), SEED, transport, LIMIT, new RateLimit(0));
      WirePair pair = new WirePair(listener, sender, listener.awaitSender(LIMIT));
      connected = true;
      return pair;
    } finally {
      if (!connected) {
        listener.close();
      }
    }
  }

  /** The source's end. */
  public WireSender sender() {
    return sender;
  }

  /** The target's end. */
  public WireReceiver receiver() {
    return receiver;
  }

  /** The source's host gives up and tells the target why. */
  public void failSender(AgentException why) {
    sender.fail(why);
  }

  /** The target's host gives up and tells the source why. */
  public void failReceiver(AgentException why) {
    receiver.fail(why);
  }

  /** Closes both ends. */
  @Override
  public void close() {
    sender.close();
    listener.close();
  }
}
