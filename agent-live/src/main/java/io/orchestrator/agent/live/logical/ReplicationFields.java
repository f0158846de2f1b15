package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.live.frame.Fields;
import java.util.Optional;

/** Where a replica begins, as fields of a stream's last frame. */
public final class ReplicationFields {
  private static final String FLAVOR = "flavor";
  private static final String PORT = "source-port";
  private static final String FILE = "binary-log-file";
  private static final String POSITION = "binary-log-position";
  private static final String GTID_SET = "gtid-set";

  private ReplicationFields() {}

  /** The fields, none if nothing is known. */
  public static Fields of(Optional<ReplicationStart> start) {
    return start.map(ReplicationFields::of).orElse(Fields.none());
  }

  private static Fields of(ReplicationStart start) {
    return Fields.none()
        .with(FLAVOR, start.flavor().name())
        .with(PORT, Integer.toString(start.sourcePort()))
        .with(FILE, start.position().map(BinaryLogPosition::file))
        .with(POSITION, start.position().map(at -> Long.toString(at.position())))
        .with(GTID_SET, start.gtidSet());
  }

  /**
   * What the source sent, if it knows it.
   *
   * @throws AgentException {@code CORRUPT_DATA} if that can't be
   */
  public static Optional<ReplicationStart> read(Fields fields) {
    if (fields.find(FLAVOR).isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<BinaryLogPosition> position =
          fields
              .find(FILE)
              .map(file -> new BinaryLogPosition(file, Long.parseLong(fields.get(POSITION))));
      return Optional.of(
          new ReplicationStart(
              ReplicationStart.Flavor.valueOf(fields.get(FLAVOR)),
              Integer.parseInt(fields.get(PORT)),
              position,
              fields.find(GTID_SET)));
    } catch (IllegalArgumentException wrong) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          "The source sent a place for replicas to begin that can't be: " + wrong.getMessage(),
          wrong);
    }
  }
}
