package io.orchestrator.agent.testkit.orchestrator;

import java.time.Instant;
import java.util.Optional;

/**
 * A step of a seed.
 *
 * @param time when it began
 * @param action what is done
 * @param error why it failed, or what the server overlooked; empty if neither
 * @param progress there if the step is a look at the target
 */
public record SeedEvent(
    Instant time, String action, String error, Optional<SeedProgress> progress) {}
