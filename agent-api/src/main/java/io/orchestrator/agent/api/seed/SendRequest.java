package io.orchestrator.agent.api.seed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What to send, and where to. Created by the host; components may be added.
 *
 * @param seed which seed
 * @param source the directory to send: the data directory in the mounted snapshot, or the running
 *     server's
 * @param targetHost a host name or IP address: letters, digits, dots, dashes, colons and
 *     underscores only
 * @param port 1 to 65535
 * @param connectLimit how long to try to reach the target
 */
public record SendRequest(
    SeedId seed, Path source, String targetHost, int port, Duration connectLimit) {
  /** Requires everything. */
  public SendRequest {
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(targetHost, "targetHost");
    Objects.requireNonNull(connectLimit, "connectLimit");
  }
}
