package io.orchestrator.agent.host.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Snapshots.
 *
 * @param mountPoint where snapshots are mounted
 * @param providers names of the providers that serve, in order, the first one creates; empty for
 *     all enabled ones
 * @param hosts hosts to name as having snapshots, beside those that a locator finds
 * @param mountGrace how long a mount that no seed uses may stay
 * @param retention which ones pruning keeps
 * @param replicationFile name of the file in the data in which the binary-log position is
 */
public record SnapshotConfig(
    Optional<Path> mountPoint,
    List<String> providers,
    List<String> hosts,
    Duration mountGrace,
    RetentionConfig retention,
    String replicationFile) {}
