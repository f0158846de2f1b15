package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The databases that are a server's own. Names that differ in a letter's case are others.
 *
 * @param names exactly these
 */
public record OwnSchemas(List<String> names) {
  private static final List<String> EVERYWHERE =
      List.of(SystemTables.SCHEMA, "information_schema", "performance_schema");

  private static final String SYS = "sys";

  /** Copies them. */
  public OwnSchemas {
    names = List.copyOf(names);
  }

  /** Those that come with a server of this version; elsewhere "sys" is what its users have made. */
  public static OwnSchemas of(ServerVersion version) {
    List<String> names = new ArrayList<>(EVERYWHERE);
    if (version.isMariaDb() ? version.isAtLeast(10, 6, 0) : version.isAtLeast(5, 7, 0)) {
      names.add(SYS);
    }
    return new OwnSchemas(names);
  }

  /** As a condition in SQL: is a column with the name of a database that of another one? */
  public String areNot(String column) {
    // information_schema compares without regard to case.
    return "CAST(" + column + " AS BINARY) NOT IN " + quoted();
  }

  private String quoted() {
    return names.stream().collect(Collectors.joining("', '", "('", "')"));
  }

  boolean has(String name) {
    return names.contains(name);
  }

  /**
   * Requires that dump programs take a user's database for one.
   *
   * @throws AgentException {@code UNSUPPORTED} if not: they compare these without regard to case
   */
  static void requireOther(String name) {
    if (EVERYWHERE.stream().anyMatch(name::equalsIgnoreCase)) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "Can't seed the database \""
              + name
              + "\": dump programs take it for the server's own. Use xtrabackup instead");
    }
  }
}
