package io.orchestrator.agent.api.seed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where to put what arrives. Created by the host; components may be added.
 *
 * @param seed which seed
 * @param datadir exists and is empty, but for hidden folders whose names start with {@code
 *     .orchestrator-agent}, which belong to the host
 * @param listenAddress the address to listen on; empty for all
 * @param port 1 to 65535
 * @param connectLimit how long to wait for the sender
 */
public record ReceiveRequest(
    SeedId seed, Path datadir, String listenAddress, int port, Duration connectLimit) {
  /** Requires everything. */
  public ReceiveRequest {
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(datadir, "datadir");
    Objects.requireNonNull(listenAddress, "listenAddress");
    Objects.requireNonNull(connectLimit, "connectLimit");
  }
}
