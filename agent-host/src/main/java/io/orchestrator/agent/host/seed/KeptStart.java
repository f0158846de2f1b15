package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReplicationStart;
import java.util.Optional;

/**
 * A {@link ReplicationStart} as the journal keeps it.
 *
 * @param flavor its name; empty if nothing is known at all
 * @param port of the source's server
 * @param file empty if no position is known
 * @param position 0 if none is known
 * @param gtidSet empty if none is known
 */
public record KeptStart(String flavor, int port, String file, long position, String gtidSet) {
  static final KeptStart NONE = new KeptStart("", 0, "", 0, "");

  static KeptStart of(ReplicationStart start) {
    return new KeptStart(
        start.flavor().name(),
        start.sourcePort(),
        start.position().map(BinaryLogPosition::file).orElse(""),
        start.position().map(BinaryLogPosition::position).orElse(0L),
        start.gtidSet().orElse(""));
  }

  /** Checked anew, since it ends up in a statement; empty if nothing is known. */
  Optional<ReplicationStart> start() {
    if (flavor.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ReplicationStart(
            ReplicationStart.Flavor.valueOf(flavor),
            port,
            file.isEmpty() ? Optional.empty() : Optional.of(new BinaryLogPosition(file, position)),
            Optional.of(gtidSet)));
  }
}
