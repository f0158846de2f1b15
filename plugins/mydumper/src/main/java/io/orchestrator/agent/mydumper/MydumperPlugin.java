package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.tool.OwnedOptions;
import java.nio.file.Path;
import java.util.List;

/** The plugin and its settings. */
public final class MydumperPlugin extends AgentPlugin {
  static final Setting<Integer> THREADS =
      Setting.number("Threads", 1, 64, "How many threads dump on the source").withDefault(4);

  static final Setting<Integer> LOAD_THREADS =
      Setting.number("LoadThreads", 1, 64, "How many threads load on the target").withDefault(4);

  static final Setting<Integer> ROWS_PER_FILE =
      Setting.number(
              "RowsPerFile",
              1000,
              1_000_000_000,
              "About how many rows of a table go into one file, so that large tables are dumped and"
                  + " loaded in parallel")
          .withDefault(500_000);

  static final Setting<Boolean> COMPRESS =
      Setting.flag(
              "Compress",
              "Compresses the files by gzip: they take less room on both hosts, and more CPU time")
          .withDefault(false);

  static final Setting<Path> SPOOL_DIRECTORY =
      Setting.path(
              "SpoolDirectory",
              "Where the source has a folder for the files until they are sent; it must have room"
                  + " for the whole dump")
          .withDefault(Path.of("/var/tmp"));

  static final Setting<Path> DUMP_PROGRAM =
      Setting.path("DumpProgram", "mydumper, where it is not the one on the PATH");

  static final Setting<Path> LOAD_PROGRAM =
      Setting.path("LoadProgram", "myloader, where it is not the one on the PATH");

  static final Setting<List<String>> EXTRA_OPTIONS =
      Setting.texts(
              "ExtraOptions",
              "Further options of mydumper, each as \"--name=value\"; those that the plugin sets"
                  + " itself are refused")
          .withDefault(List.of());

  static final Setting<Long> LOAD_BUFFER_POOL =
      Setting.size(
          "LoadBufferPool",
          "InnoDB's buffer pool of the private server that loads the files; without it that of the"
              + " host's option files");

  static final OwnedOptions OWNED =
      new OwnedOptions(
          "ask-password",
          "build-empty-files",
          "chunk-filesize",
          "compress",
          "daemon",
          "database",
          "defaults-file",
          "events",
          "help",
          "host",
          "ignore-engines",
          "insert-ignore",
          "lock-all-tables",
          "logfile",
          "no-data",
          "no-locks",
          "no-schemas",
          "no-views",
          "omit-from-file",
          "outputdir",
          "password",
          "port",
          "regex",
          "routines",
          "rows",
          "snapshot-interval",
          "socket",
          "success-on-1146",
          "tables-list",
          "threads",
          "tidb-snapshot",
          "triggers",
          "trx-consistency-only",
          "tz-utc",
          "updated-since",
          "user",
          "verbose",
          "version");

  /** For PF4J. */
  public MydumperPlugin() {}

  @Override
  public List<Setting<?>> settings() {
    return List.of(
        Credentials.DEFAULTS_EXTRA_FILE,
        THREADS,
        LOAD_THREADS,
        ROWS_PER_FILE,
        COMPRESS,
        SPOOL_DIRECTORY,
        DUMP_PROGRAM,
        LOAD_PROGRAM,
        EXTRA_OPTIONS,
        LOAD_BUFFER_POOL);
  }
}
