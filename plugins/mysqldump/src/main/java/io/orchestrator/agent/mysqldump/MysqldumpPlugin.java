package io.orchestrator.agent.mysqldump;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.live.client.Credentials;
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
