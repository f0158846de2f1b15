package io.orchestrator.agent.api.wire;

import io.orchestrator.agent.api.AgentException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The target's end of the host's connection from the source's agent; see {@link WireSender}. All
 * methods, those of the streams too, throw {@link AgentException} once the connection has failed
 * for good: {@code PEER_FAILED} with the source's own reason if it gave one. Plugins do not
 * implement this interface (agent-testkit has a real pair).
 */
public interface WireReceiver {
  /** What the source writes to {@link WireSender#output()}, in order. For one thread. */
  InputStream input();

  /** Bytes for {@link WireSender#input()}, in order. For one thread. */
  OutputStream output();

  /**
   * Says where blocks go. Until then they wait. Called once.
   *
   * @param sink is called on the wire's threads
   */
  void receiveBlocks(BlockSink sink);
}
