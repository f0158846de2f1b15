package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.snapshot.Mount;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a seed is sent from.
 *
 * @param data the data directory
 * @param mount the mount that it is in
 * @param live what sends the running server's data; empty for a snapshot
 */
public record SeedSource(Path data, Mount mount, Optional<SeedTransport> live) {}
