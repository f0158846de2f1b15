package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerVersion;
import io.orchestrator.agent.live.frame.Fields;
import io.orchestrator.agent.live.server.NewDatadir;

/** Whether a target can take what a {@link Source} has. */
public final class Target {
  private Target() {}

  /**
   * Looks at the header that a source has sent, before anything else is taken.
   *
   * @throws AgentException {@code UNSUPPORTED} with the reason, if it can't
   */
  public static void requireFitting(Fields header, NewDatadir target) {
    if (!header.get("format").equals(Source.FORMAT)) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "The source's agent sends what this version does not know: use the same on both hosts");
    }
    ServerVersion source = ServerVersion.parse(header.get("version"), header.get("maker"));
    SystemTables.requireLoadable(source, target.version());
    VersionedTables.requireLoadable(header, source, target.version());
    if (!header.get("lower-case-table-names").equals(target.lowerCaseTableNames())) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "The source's server has another lower_case_table_names than the target's option files"
              + " ask for, so their tables would get different names: make them the same");
    }
  }
}
