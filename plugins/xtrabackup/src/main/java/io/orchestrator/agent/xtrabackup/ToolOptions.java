package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.client.HostOptions;
import io.orchestrator.agent.live.tool.OwnedOptions;
import java.util.List;

/**
 * What the configuration says about how the tool works.
 *
 * @param parallel threads
 * @param useMemory bytes for preparing
 * @param backup further options of the backup
 * @param prepare further options of preparing
 */
record ToolOptions(int parallel, long useMemory, List<String> backup, List<String> prepare) {
  /** What the plugin decides, and what would make something else of the copy than a whole one. */
  private static final OwnedOptions OWNED =
      new OwnedOptions(
          "backup",
          "prepare",
          "copy-back",
          "move-back",
          "decompress",
          "export",
          "apply-log-only",
          "redo-only",
          "stats",
          "target-dir",
          "datadir",
          "stream",
          "stream-dir",
          "fifo-streams",
          "fifo-dir",
          "extra-lsndir",
          "parallel",
          "use-memory",
          "compress",
          "compress-threads",
          "compress-chunk-size",
          "encrypt",
          "encrypt-key",
          "encrypt-key-file",
          "decrypt",
          "remove-original",
          "incremental",
          "incremental-lsn",
          "incremental-basedir",
          "incremental-dir",
          "incremental-history-name",
          "incremental-history-uuid",
          "tables",
          "tables-file",
          "tables-exclude",
          "databases",
          "databases-file",
          "databases-exclude",
          "no-lock",
          "no-server-version-check",
          "binlog-info",
          "defaults-file",
          "defaults-extra-file",
          "defaults-group",
          "defaults-group-suffix",
          "no-defaults",
          "print-defaults",
          "print-param",
          "login-path",
          "user",
          "password",
          "host",
          "port",
          "socket",
          "protocol",
          "mysqld-args",
          "innodb-force-recovery",
          "help",
          "version");

  /** What the host's option files may say of the backup, since it does not count there. */
  private static final List<String> OVERRIDDEN =
      List.of("--backup", "--stream", "--datadir", "--target-dir", "--parallel", "--use-memory");

  /**
   * Requires that the host's option files leave them alone too.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} with the option's name
   */
  static void requireForeign(CommandRunner commands, Credentials credentials, BackupTool tool)
      throws InterruptedException {
    HostOptions.requireForeign(
        commands, credentials, tool.program(), tool.kind().sections(), OWNED, OVERRIDDEN);
  }

  /** Refuses options that the plugin owns. */
  static ToolOptions of(Settings settings) {
    return new ToolOptions(
        settings.get(XtrabackupPlugin.PARALLEL),
        settings.get(XtrabackupPlugin.USE_MEMORY),
        further(settings, XtrabackupPlugin.BACKUP_OPTIONS),
        further(settings, XtrabackupPlugin.PREPARE_OPTIONS));
  }

  private static List<String> further(Settings settings, Setting<List<String>> setting) {
    return OWNED.require(setting.name(), settings.get(setting));
  }
}
