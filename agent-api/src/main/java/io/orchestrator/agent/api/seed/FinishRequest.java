package io.orchestrator.agent.api.seed;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What to finish. Created by the host; components may be added.
 *
 * @param seed the seed that was received last
 * @param datadir where it was received
 * @param sourceHost the host it came from, as orchestrator named it: see {@link
 *     SendRequest#targetHost()} for what it may contain
 */
public record FinishRequest(SeedId seed, Path datadir, String sourceHost) {
  /** Requires everything. */
  public FinishRequest {
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(datadir, "datadir");
    Objects.requireNonNull(sourceHost, "sourceHost");
  }
}
