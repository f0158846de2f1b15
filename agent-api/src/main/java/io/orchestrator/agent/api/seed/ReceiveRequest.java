package io.orchestrator.agent.api.seed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where to put what arrives. Created by the host; components may be added.
 *
 * @param seed which seed
 * @param datadir exists and is empty, but for hidden folders whose names start with {@code
 *     .orchestrator-agent}, which belong to the host
 * @param listenAddress the address to listen on; empty for all
 * @param port 1 to 65535
 * @param connectLimit how long to wait for the sender
 * @param earlier folders on the datadir's file system with what earlier receives of this seed have
 *     left behind, the latest first; only for transports that {@link SeedTransport#resumes()}.
 *     Files in them can be half, hold what never came to disk, and be none of the source's. The
 *     transport may move out of them what it has compared with the source; the host removes the
 *     rest
 * @param kept what was in the datadir before; empty if it was not kept
 */
public record ReceiveRequest(
    SeedId seed,
    Path datadir,
    String listenAddress,
    int port,
    Duration connectLimit,
    List<Path> earlier,
    Optional<KeptDatadir> kept) {
  /** Requires everything. */
  public ReceiveRequest {
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(datadir, "datadir");
    Objects.requireNonNull(listenAddress, "listenAddress");
    Objects.requireNonNull(connectLimit, "connectLimit");
    Objects.requireNonNull(kept, "kept");
    earlier = List.copyOf(earlier);
  }

  /** One into an empty datadir. */
  public ReceiveRequest(
      SeedId seed, Path datadir, String listenAddress, int port, Duration connectLimit) {
    this(seed, datadir, listenAddress, port, connectLimit, List.of(), Optional.empty());
  }
}
