package io.orchestrator.agent.wire;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How an agent talks to others.
 *
 * @param agentVersion this agent's version, for messages on the other side
 * @param tls with certificate and trusted authorities; without it the connection is not encrypted
 * @param verifyNames must the target's certificate be for the name by which it was called?
 * @param secret both sides prove that they know it
 * @param allowed networks that senders may come from; empty for all
 * @param lanes data connections of a sender
 * @param compression when to compress
 * @param peerLimit a connection on which nothing comes for so long is dead
 * @param reconnectLimit a seed without any connection for so long has failed
 */
public record WireSettings(
    String agentVersion,
    Optional<SSLContext> tls,
    boolean verifyNames,
    Optional<Secret> secret,
    List<Network> allowed,
    int lanes,
    Compression compression,
    Duration peerLimit,
    Duration reconnectLimit) {
  /** When blocks from memory or files are compressed. */
  public enum Compression {
    /** Never. */
    OFF,
    /** Each block that gets smaller by it. */
    ON,
    /** Where it makes the seed faster. */
    AUTO
  }
}
