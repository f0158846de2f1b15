package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.live.client.BinaryLogGap;
import io.orchestrator.agent.live.client.Grants;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.client.ServerIdentity;
import io.orchestrator.agent.live.frame.Fields;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The running server that is to be dumped.
 *
 * @param identity what it says it is
 * @param lowerCaseTableNames how it compares tables' names
 * @param logGap why no replica can follow it, if it is a replica itself
 */
public record Source(ServerIdentity identity, String lowerCaseTableNames, Optional<String> logGap) {
  /** The version of what is sent. */
  static final String FORMAT = "2";

  private static final String NOTE = "note";

  /**
   * Asks the server.
   *
   * @param datadir that of the server which is to be dumped
   * @param locks are tables locked also where no place in a binary log is asked for?
   * @throws AgentException if it does not answer, is another one, or lets the account do too little
   */
  public static Source ask(ServerClient client, Path datadir, boolean locks)
      throws InterruptedException {
    ServerIdentity identity = client.identity();
    identity.requireDatadir(datadir);
    Grants grants = client.grants();
    List<String> missing = DumpProgram.missing(grants, identity, locks);
    if (!missing.isEmpty()) {
      throw new AgentException(
          ErrorCode.PERMISSION_DENIED,
          "The account for seeds lacks "
              + String.join(", ", missing)
              + " on *.*: grant it, or name another account in DefaultsExtraFile");
    }
    return new Source(
        identity,
        client.rows("SELECT @@lower_case_table_names").get(0).get(0),
        BinaryLogGap.ask(client, identity));
  }

  /** What the target has to know before it takes anything. */
  public Fields header() {
    return Fields.none()
        .with("format", FORMAT)
        .with("version", identity.version().numbers())
        .with("maker", identity.version().isMariaDb() ? "MariaDB" : "MySQL")
        .with("lower-case-table-names", lowerCaseTableNames)
        .with(NOTE, note());
  }

  /**
   * Where a replica of it begins.
   *
   * @param port the port that it is known to have, if it does not tell
   * @return empty where {@link #note} says why
   * @throws AgentException {@code COMMAND_FAILED} if it writes a binary log, but the position is
   *     not known
   */
  public Optional<ReplicationStart> start(
      Optional<BinaryLogPosition> position, Optional<String> gtidSet, int port) {
    if (!identity.writesBinaryLog() || logGap.isPresent()) {
      return Optional.empty();
    }
    if (position.isEmpty()) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          "The server writes a binary log, but the dump does not tell where in it it began");
    }
    return Optional.of(
        new ReplicationStart(
            identity.version().flavor(),
            identity.port() == 0 ? port : identity.port(),
            position,
            gtidSet));
  }

  /** For the end of a sentence about it: why no replica can follow it; else nothing. */
  public String note() {
    if (!identity.writesBinaryLog()) {
      return ", which writes no binary log";
    }
    return logGap.map(why -> "; no replica can follow it: " + why).orElse("");
  }

  /** The note of a source that has sent this header. */
  public static String note(Fields header) {
    return header.get(NOTE).replaceAll("[^ -~]", "?");
  }
}
