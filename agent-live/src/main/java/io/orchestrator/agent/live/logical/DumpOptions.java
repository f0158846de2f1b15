package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.live.tool.OwnedOptions;
import java.util.ArrayList;
import java.util.List;

/** The options of dump programs that nobody but the plugins may set. */
public final class DumpOptions {
  /** What the dump has to be to be loaded and checked, and to tell its position. */
  public static final OwnedOptions OWNED =
      new OwnedOptions(
          "add-drop-database",
          "add-drop-table",
          "add-drop-trigger",
          "all-databases",
          "apply-slave-statements",
          "apply-replica-statements",
          "as-of",
          "column-statistics",
          "comments",
          "compact",
          "compatible",
          "complete-insert",
          "create-options",
          "databases",
          "default-character-set",
          "defaults-extra-file",
          "defaults-file",
          "defaults-group-suffix",
          "delayed-insert",
          "delete-master-logs",
          "delete-source-logs",
          "disable-keys",
          "dump-date",
          "dump-history",
          "dump-replica",
          "dump-slave",
          "events",
          "fields-enclosed-by",
          "fields-escaped-by",
          "fields-optionally-enclosed-by",
          "fields-terminated-by",
          "flush-logs",
          "force",
          "gtid",
          "help",
          "hex-blob",
          "host",
          "ignore-database",
          "ignore-error",
          "ignore-table",
          "ignore-table-data",
          "include-master-host-port",
          "insert-ignore",
          "lines-terminated-by",
          "lock-all-tables",
          "lock-tables",
          "log-error",
          "login-path",
          "master-data",
          "network-timeout",
          "no-create-db",
          "no-create-info",
          "no-data",
          "no-defaults",
          "no-login-paths",
          "no-set-names",
          "no-tablespaces",
          "opt",
          "password",
          "port",
          "print-defaults",
          "protocol",
          "quick",
          "quote-names",
          "replace",
          "result-file",
          "routines",
          "set-charset",
          "set-gtid-purged",
          "single-transaction",
          "socket",
          "source-data",
          "system",
          "tab",
          "tables",
          "triggers",
          "tz-utc",
          "user",
          "version",
          "where",
          "xml");

  private DumpOptions() {}

  /** The sections of option files that a dump program reads. */
  static List<String> sections(boolean mariaDb) {
    List<String> sections = new ArrayList<>(List.of("mysqldump", "client"));
    if (mariaDb) {
      sections.addAll(List.of("mariadb-dump", "client-server", "client-mariadb"));
    }
    return sections;
  }
}
