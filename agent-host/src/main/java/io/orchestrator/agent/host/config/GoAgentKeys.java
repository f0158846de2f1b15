package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Go agent's keys that plugins serve here. */
final class GoAgentKeys {
  static final Setting<String> RECEIVE =
      Setting.command(
          "ReceiveSeedDataCommand",
          "Receives a seed; data directory and port are appended as arguments");
  static final Setting<String> SEND =
      Setting.command(
          "SendSeedDataCommand",
          "Sends a seed; directory, target host and port are appended as arguments");
  static final Setting<String> SERVICE_STATUS =
      Setting.command("MySQLServiceStatusCommand", "Exits with 0 if MySQL runs");

  private static final List<Setting<?>> ALL =
      List.of(
          Setting.text(
              "SnapshotVolumesFilter",
              "Part of the names of the logical volumes that are snapshots of MySQL"),
          Setting.command("CreateSnapshotCommand", "Creates a snapshot"),
          Setting.command(
              "AvailableLocalSnapshotHostsCommand",
              "Prints the hosts of this data centre that have snapshots, one a line"),
          Setting.command(
              "AvailableSnapshotHostsCommand", "Prints all hosts that have snapshots, one a line"),
          Setting.command("MySQLServiceStopCommand", "Stops MySQL"),
          Setting.command("MySQLServiceStartCommand", "Starts MySQL"),
          SERVICE_STATUS,
          RECEIVE,
          SEND);

  private GoAgentKeys() {}

  static List<Setting<?>> all() {
    return ALL;
  }

  static Settings bind(Map<String, Object> values) {
    Map<String, Object> own = new TreeMap<>();
    for (Setting<?> setting : ALL) {
      Object value = values.get(setting.name());
      if (value != null) {
        own.put(setting.name(), value);
      }
    }
    return Settings.of(own);
  }
}
