package io.orchestrator.agent.host.orchestrator;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * How an agent stands with one orchestrator server.
 *
 * @param server its base URL
 * @param registered the last registration succeeded, and the server has not forgotten it as far as
 *     is known
 * @param lastContact when a heartbeat or registration last succeeded
 * @param problem why the last call failed, if it did
 */
public record ServerStatus(
    URI server, boolean registered, Optional<Instant> lastContact, Optional<String> problem) {}
