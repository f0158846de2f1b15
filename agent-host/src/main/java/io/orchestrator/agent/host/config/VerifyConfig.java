package io.orchestrator.agent.host.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Verifying snapshots.
 *
 * @param directory where copies are mounted and private servers have their files
 * @param limit how long it may take
 * @param bufferPoolMegabytes the private server's buffer pool
 */
public record VerifyConfig(Path directory, Duration limit, int bufferPoolMegabytes) {}
