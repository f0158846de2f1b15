package io.orchestrator.agent.host.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Seeds.
 *
 * @param transport name of the transport that sends and receives
 * @param port the port that receivers of the whole fleet listen on
 * @param listenAddress the address to listen on; empty for all
 * @param connectLimit how long a receiver waits for the sender, and a sender tries to connect
 * @param stallLimit a seed without any sign of work for so long is failed
 * @param keepOldDatadir is what a target had kept until a seed has succeeded?
 * @param postCopyCommand run on the target after the copy, with the source host as argument
 */
public record SeedConfig(
    String transport,
    int port,
    String listenAddress,
    Duration connectLimit,
    Duration stallLimit,
    boolean keepOldDatadir,
    Optional<String> postCopyCommand) {}
