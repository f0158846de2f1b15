package io.orchestrator.agent.host.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Seeds.
 *
 * @param transport name of the transport that sends and receives
 * @param sends can snapshots be sent by it? Not by commands of which only the other is set
 * @param sendCommand the command that sends, if it is by commands
 * @param sources what is offered for seeds, in order: {@link #SNAPSHOTS}, or {@link #LIVE} and the
 *     name of a transport
 * @param port the port that receivers of the whole fleet listen on
 * @param listenAddress the address to listen on; empty for all
 * @param connectLimit how long a receiver waits for the sender, and a sender tries to connect
 * @param stallLimit a seed without any sign of work for so long is failed
 * @param keepOldDatadir is what a target had kept until a seed has succeeded?
 * @param postCopyCommand run on the target after the copy, with the source host as argument
 */
public record SeedConfig(
    String transport,
    boolean sends,
    Optional<String> sendCommand,
    List<String> sources,
    int port,
    String listenAddress,
    Duration connectLimit,
    Duration stallLimit,
    boolean keepOldDatadir,
    Optional<String> postCopyCommand) {
  /** The source that stands for all snapshots. */
  public static final String SNAPSHOTS = "snapshots";

  /** How a source begins that is the running server. */
  public static final String LIVE = "live:";

  /** The names of the transports that may send the running server's data, in order. */
  public List<String> liveTransports() {
    return sources.stream()
        .filter(source -> source.startsWith(LIVE))
        .map(source -> source.substring(LIVE.length()))
        .toList();
  }
}
