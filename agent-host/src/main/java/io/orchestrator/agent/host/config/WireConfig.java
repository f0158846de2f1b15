package io.orchestrator.agent.host.config;

import io.orchestrator.agent.wire.Network;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The host's own connection between the agents of a seed.
 *
 * @param lanes data connections of a sender
 * @param compression off, on or auto
 * @param tls encrypt
 * @param secretFile what both sides must know
 * @param allowed networks that senders may come from; empty for any
 * @param bytesPerSecond the most that a sender sends; 0 for no limit
 * @param peerLimit a connection on which nothing is heard for so long is made again
 * @param reconnectLimit a seed without connection for so long is failed
 * @param receiveTransports what a sender may choose; empty for the configured transport alone
 */
public record WireConfig(
    int lanes,
    String compression,
    boolean tls,
    Optional<SecretFile> secretFile,
    List<Network> allowed,
    long bytesPerSecond,
    Duration peerLimit,
    Duration reconnectLimit,
    List<String> receiveTransports) {
  /**
   * The lowest limit, in bytes a second: a block must be through long before a seed looks stuck.
   */
  public static final long SLOWEST = 1 << 20;

  /** Do both sides prove who they are? */
  public boolean authenticated() {
    return tls || secretFile.isPresent();
  }
}
