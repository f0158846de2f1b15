package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tables of the schema {@code mysql} that go along, rows and all: accounts and their rights,
 * time zones, and what is registered by statements. All others are the new server's own: its
 * identity, its replication, its statistics, its help.
 */
public final class SystemTables {
  /** The schema. */
  public static final String SCHEMA = "mysql";

  private static final List<String> EVERYWHERE =
      List.of(
          "db",
          "tables_priv",
          "columns_priv",
          "procs_priv",
          "proxies_priv",
          "servers",
          "func",
          "plugin");

  private static final List<String> TIME_ZONES =
      List.of(
          "time_zone",
          "time_zone_name",
          "time_zone_transition",
          "time_zone_transition_type",
          "time_zone_leap_second");

  private SystemTables() {}

  /** Those with time zones: what is made under a zone's name can be made where they are loaded. */
  public static List<String> timeZones() {
    return TIME_ZONES;
  }

  /** The others that a server of this version has. */
  public static List<String> of(ServerVersion version) {
    List<String> tables = new ArrayList<>();
    tables.add(hasGlobalPriv(version) ? "global_priv" : "user");
    tables.addAll(EVERYWHERE);
    if (version.isMariaDb()) {
      tables.add("roles_mapping");
    } else if (version.major() >= 8) {
      tables.addAll(List.of("role_edges", "default_roles", "global_grants", "password_history"));
    }
    return List.copyOf(tables);
  }

  private static boolean hasGlobalPriv(ServerVersion version) {
    return version.isMariaDb() && version.isAtLeast(10, 4, 0);
  }

  /** Statements that empty them, so that a new server keeps none of its first accounts. */
  static String emptying(List<String> tables) {
    return tables.stream()
        .map(table -> "DELETE FROM " + SCHEMA + "." + table + ";\n")
        .collect(Collectors.joining());
  }

  /**
   * Requires that a server can take the data of another.
   *
   * @throws AgentException {@code UNSUPPORTED} if they are of different families, if the target's
   *     is older, or if their accounts are kept in different ways
   */
  public static void requireLoadable(ServerVersion source, ServerVersion target) {
    if (source.flavor() != target.flavor()) {
      throw refused(source, target, "they are different servers");
    }
    if (!target.isAtLeast(source.major(), source.minor(), 0)) {
      throw refused(source, target, "it is older: upgrade the target first");
    }
    if (!of(source).equals(of(target))) {
      throw refused(
          source,
          target,
          "they keep accounts in different ways: seed a target of the source's version, and upgrade"
              + " that");
    }
  }

  private static AgentException refused(ServerVersion source, ServerVersion target, String why) {
    return new AgentException(
        ErrorCode.UNSUPPORTED,
        "The target's server is " + target + " and can't take data of " + source + ": " + why);
  }
}
