package io.orchestrator.agent.mysqldump;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.tool.OwnedOptions;
import java.nio.file.Path;
import java.util.List;

/** The plugin and its settings. */
public final class MysqldumpPlugin extends AgentPlugin {
  static final Setting<Path> DUMP_PROGRAM =
      Setting.path(
          "DumpProgram",
          "The dump program, where it is not the mariadb-dump or mysqldump on the PATH");

  static final Setting<List<String>> EXTRA_OPTIONS =
      Setting.texts(
              "ExtraOptions",
              "Further options of the dump program, each as \"--name=value\"; those that the plugin"
                  + " sets itself are refused")
          .withDefault(List.of());

  static final Setting<Long> LOAD_BUFFER_POOL =
      Setting.size(
          "LoadBufferPool",
          "InnoDB's buffer pool of the private server that loads the dump; without it that of the"
              + " host's option files");

  /** What the dump has to be for the plugin to load it, check it, and find its position. */
  static final OwnedOptions OWNED =
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

  /** For PF4J. */
  public MysqldumpPlugin() {}

  @Override
  public List<Setting<?>> settings() {
    return List.of(
        Credentials.DEFAULTS_EXTRA_FILE,
        Credentials.LOGIN_PATH,
        DUMP_PROGRAM,
        EXTRA_OPTIONS,
        LOAD_BUFFER_POOL);
  }
}
