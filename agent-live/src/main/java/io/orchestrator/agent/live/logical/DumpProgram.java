package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.client.Grants;
import io.orchestrator.agent.live.client.HostOptions;
import io.orchestrator.agent.live.client.ServerIdentity;
import io.orchestrator.agent.live.client.ServerVersion;
import io.orchestrator.agent.live.server.ServerPrograms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * mariadb-dump or mysqldump, whichever fits the server.
 *
 * @param path where it is
 * @param version its version
 */
public record DumpProgram(Path path, ServerVersion version) {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** "Ver 10.19 Distrib 10.11.6-MariaDB, for …", "from 11.4.2-MariaDB, …", "Ver 8.0.35 for …". */
  private static final Pattern VERSION =
      Pattern.compile("(?:Distrib|from|Ver(?! \\S+ Distrib)) ([^\\s,]+)(.*)");

  /**
   * Finds the one for a server.
   *
   * @param credentials what it will log in by
   * @param named the one that the operator has named
   * @throws AgentException {@code TOOL_MISSING}, or {@code UNSUPPORTED} if what is installed is of
   *     another family than the server, or older, or {@code INVALID_CONFIGURATION} if the host's
   *     option files set for it what the plugins set themselves
   */
  public static DumpProgram find(
      CommandRunner commands, Credentials credentials, ServerVersion server, Optional<Path> named)
      throws InterruptedException {
    Path path = named.orElseGet(() -> installed(commands, server));
    DumpProgram found =
        new DumpProgram(
            path,
            version(
                path,
                commands.run(Command.of(path.toString(), "--version").within(LIMIT)).stdout()));
    if (found.version.flavor() != server.flavor()
        || !found.version.isAtLeast(server.major(), server.minor(), 0)) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          path
              + " is of "
              + found.version
              + " and does not fit the server, which is "
              + server
              + ": install the server's own");
    }
    HostOptions.requireForeign(
        commands,
        credentials,
        path,
        DumpOptions.sections(found.version.isMariaDb()),
        DumpOptions.OWNED,
        found.always());
    return found;
  }

  private static Path installed(CommandRunner commands, ServerVersion server) {
    return server.isMariaDb()
        ? ServerPrograms.installed(commands, "mariadb-dump", "mysqldump")
        : ServerPrograms.installed(commands, "mysqldump");
  }

  static ServerVersion version(Path path, String told) {
    Matcher version = VERSION.matcher(told);
    if (!version.find()) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED, path + " --version prints what holds no version");
    }
    return ServerVersion.parse(version.group(1), version.group(2));
  }

  /** What every dump has. */
  private static List<String> common() {
    return List.of(
        // The defaults, which option files may have changed. This one is before what it sets.
        "--opt",
        "--quote-names",
        "--single-transaction",
        "--quick",
        "--hex-blob",
        "--default-character-set=utf8mb4",
        "--max-allowed-packet=1G",
        "--no-tablespaces",
        "--comments",
        // To build a large table's keys at its end would hold the dump up for longer than its
        // server waits for a client (net_write_timeout).
        "--skip-disable-keys",
        "--loose-network-timeout",
        "--loose-column-statistics=0");
  }

  /** What each dump says in one way or another, so that option files do not. */
  private List<String> always() {
    List<String> options = new ArrayList<>(common());
    options.addAll(List.of("--triggers", "--events", "--routines", noPosition()));
    // By --opt; locks by --single-transaction.
    options.addAll(List.of("--add-drop-table", "--create-options", "--set-charset"));
    options.add("--lock-tables");
    return options;
  }

  /** The options of a dump of databases with everything in them. */
  public List<String> everything(ServerIdentity server) {
    List<String> options = new ArrayList<>(common());
    options.addAll(List.of("--triggers", "--events", "--routines", "--loose-dump-history"));
    if (server.writesBinaryLog()) {
      options.add(
          version.isMariaDb() || !version.isAtLeast(8, 0, 26)
              ? "--master-data=2"
              : "--source-data=2");
    }
    options.add(version.isMariaDb() ? "--gtid" : "--set-gtid-purged=AUTO");
    return options;
  }

  /** The options of a dump of all that is neither rows nor triggers. */
  public List<String> structure() {
    List<String> options = new ArrayList<>(common());
    options.addAll(List.of("--no-data", "--skip-triggers", "--events", "--routines", noPosition()));
    return options;
  }

  /** The options of a dump of triggers alone. */
  public List<String> triggers() {
    List<String> options = new ArrayList<>(common());
    options.addAll(
        List.of(
            "--no-data",
            "--no-create-info",
            "--no-create-db",
            "--triggers",
            "--skip-events",
            "--skip-routines",
            noPosition()));
    return options;
  }

  private String noPosition() {
    return version.isMariaDb() ? "--skip-gtid" : "--set-gtid-purged=OFF";
  }

  /** The options and arguments of a dump of the time zones. */
  public List<String> timeZones() {
    return rowsOf(SystemTables.timeZones());
  }

  /** The options and arguments of a dump of the rows of the other system tables. */
  public List<String> systemTables(ServerVersion server) {
    return rowsOf(SystemTables.of(server));
  }

  private List<String> rowsOf(List<String> tables) {
    List<String> options = new ArrayList<>(common());
    options.addAll(
        List.of(
            "--no-create-info",
            "--skip-triggers",
            "--skip-events",
            "--skip-routines",
            "--skip-add-locks",
            "--complete-insert",
            "--replace",
            noPosition(),
            SystemTables.SCHEMA));
    options.addAll(tables);
    return options;
  }

  /** The rights that an account needs for such dumps and lacks. */
  static List<String> missing(Grants grants, ServerIdentity server, boolean locks) {
    List<String> missing = new ArrayList<>();
    for (String needed : List.of("SELECT", "SHOW VIEW", "TRIGGER", "EVENT")) {
      if (!grants.has(needed)) {
        missing.add(needed);
      }
    }
    if ((locks || server.writesBinaryLog()) && !grants.has("RELOAD", "FLUSH_TABLES")) {
      missing.add("RELOAD");
    }
    if (server.writesBinaryLog() && !grants.has("REPLICATION CLIENT", "BINLOG MONITOR", "SUPER")) {
      missing.add("REPLICATION CLIENT");
    }
    return missing;
  }
}
