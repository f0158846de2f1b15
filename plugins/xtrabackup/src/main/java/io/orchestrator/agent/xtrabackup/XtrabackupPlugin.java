package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.live.client.Credentials;
import java.util.List;

/** The plugin and its settings. */
public final class XtrabackupPlugin extends AgentPlugin {
  private static final int MOST_THREADS = 64;

  static final Setting<Integer> PARALLEL =
      Setting.number(
              "Parallel",
              1,
              MOST_THREADS,
              "How many threads copy files on the source, and unpack them on the target")
          .withDefault(1);

  static final Setting<Long> USE_MEMORY =
      Setting.size("UseMemory", "Memory for preparing the copy on the target; more is faster")
          .withDefault(512L << 20);

  static final Setting<List<String>> BACKUP_OPTIONS =
      Setting.texts(
              "BackupOptions",
              "Further options of the backup on the source, each as \"--name=value\", such as"
                  + " --throttle or --ftwrl-wait-timeout")
          .withDefault(List.of());

  static final Setting<List<String>> PREPARE_OPTIONS =
      Setting.texts(
              "PrepareOptions",
              "Further options of --prepare on the target, each as \"--name=value\"")
          .withDefault(List.of());

  /** For PF4J. */
  public XtrabackupPlugin() {}

  @Override
  public List<Setting<?>> settings() {
    return List.of(
        Credentials.DEFAULTS_EXTRA_FILE,
        Credentials.LOGIN_PATH,
        PARALLEL,
        USE_MEMORY,
        BACKUP_OPTIONS,
        PREPARE_OPTIONS);
  }
}
