package io.orchestrator.agent.host.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The orchestrator servers.
 *
 * @param servers base URLs without a trailing slash, {@code AgentsServerPort} applied; at least one
 * @param hostname the name under which this agent registers
 * @param pollInterval between heartbeats
 * @param resubmitInterval between registrations
 * @param httpTimeout to connect, and to wait for an answer
 * @param tokenHintFile where to leave the token for people and scripts, mode 0600
 */
public record OrchestratorConfig(
    List<URI> servers,
    String hostname,
    Duration pollInterval,
    Duration resubmitInterval,
    Duration httpTimeout,
    Optional<Path> tokenHintFile) {}
