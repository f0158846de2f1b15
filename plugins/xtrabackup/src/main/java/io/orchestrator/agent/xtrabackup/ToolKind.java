package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerVersion;
import java.util.Arrays;
import java.util.List;

/** Which family of tools copies a server. */
enum ToolKind {
  /** MariaDB's. */
  MARIADB("mbstream", "mariadb-backup"),
  /** Percona's, for MySQL and Percona Server. */
  PERCONA("xbstream", "percona-xtrabackup");

  /** Since then the tool takes any later server of its series: they are mended only. */
  private static final int[] ANY_LATER_SINCE = {8, 0, 34};

  private final String streamer;
  private final String packageName;

  ToolKind(String streamer, String packageName) {
    this.streamer = streamer;
    this.packageName = packageName;
  }

  static ToolKind of(ServerVersion server) {
    return server.isMariaDb() ? MARIADB : PERCONA;
  }

  /**
   * By its name in a header.
   *
   * @throws AgentException {@code CORRUPT_DATA} if there is none
   */
  static ToolKind named(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.CORRUPT_DATA,
                    "The source copies by a tool that this version does not know"));
  }

  /** What the programs are called, the best first. */
  List<String> programs() {
    return this == MARIADB ? List.of("mariadb-backup", "mariabackup") : List.of("xtrabackup");
  }

  /** The sections of option files that are for them alone. */
  List<String> sections() {
    return this == MARIADB
        ? List.of("xtrabackup", "mariabackup", "mariadb-backup")
        : List.of("xtrabackup");
  }

  /** What unpacks the stream; also the name of its form. */
  String streamer() {
    return streamer;
  }

  /** What to install. */
  String packageName() {
    return packageName;
  }

  /**
   * Can a tool copy a server's data, and prepare the copy?
   *
   * @param basedOn the server whose code the tool has
   */
  boolean fits(ServerVersion basedOn, ServerVersion server) {
    if (basedOn.isMariaDb() != server.isMariaDb()) {
      return false;
    }
    if (this == MARIADB) {
      return basedOn.series().equals(server.series());
    }
    if (basedOn.series().equals("5.7")) {
      return server.isAtLeast(5, 5, 0) && !server.isAtLeast(5, 8, 0);
    }
    return basedOn.series().equals(server.series())
        && (basedOn.isAtLeast(server.major(), server.minor(), server.patch())
            || basedOn.isAtLeast(ANY_LATER_SINCE[0], ANY_LATER_SINCE[1], ANY_LATER_SINCE[2]));
  }
}
