package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Setting;
import java.nio.file.Path;
import java.util.List;

/** The MySQL server on this host. */
final class MySqlKeys {
  private static final Setting<String> DATADIR =
      Setting.command(
          "MySQLDatadirCommand",
          "Prints the data directory; by default the agent finds it by itself");
  private static final Setting<String> PORT =
      Setting.command(
          "MySQLPortCommand", "Prints MySQL's port; by default the agent finds it by itself");
  static final Setting<String> DELETE =
      Setting.command(
          "MySQLDeleteDatadirContentCommand",
          "Empties the data directory; by default the agent does it by itself");
  private static final Setting<String> CLIENT =
      Setting.command("MySQLClientCommand", "The client that relay-log contents are piped into")
          .withDefault("mysql");
  private static final Setting<Path> DEFAULTS =
      Setting.path(
          "MySQLDefaultsFile", "MySQL's option file, where it is not one of the usual ones");

  private MySqlKeys() {}

  static List<Setting<?>> all() {
    return List.of(DATADIR, PORT, DELETE, CLIENT, DEFAULTS);
  }

  static MySqlConfig bind(Values values) {
    return new MySqlConfig(
        values.find(DATADIR),
        values.find(PORT),
        values.find(DELETE),
        values.get(CLIENT),
        values.find(DEFAULTS));
  }
}
