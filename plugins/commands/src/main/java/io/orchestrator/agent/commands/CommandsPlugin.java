package io.orchestrator.agent.commands;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import java.util.List;

/** The plugin and its settings, which have the names that they have for the Go agent. */
public final class CommandsPlugin extends AgentPlugin {
  static final Setting<String> STATUS =
      Setting.command(
          "MySQLServiceStatusCommand",
          "Exits with 0 if MySQL runs, such as: systemctl is-active mysql");
  static final Setting<String> START =
      Setting.command("MySQLServiceStartCommand", "Starts MySQL, such as: systemctl start mysql");
  static final Setting<String> STOP =
      Setting.command("MySQLServiceStopCommand", "Stops MySQL, such as: systemctl stop mysql");
  static final Setting<String> RECEIVE =
      Setting.command(
          "ReceiveSeedDataCommand",
          "Receives a seed; data directory and port are appended as arguments");
  static final Setting<String> SEND =
      Setting.command(
          "SendSeedDataCommand",
          "Sends a seed; source directory, target host and port are appended as arguments");

  /** For PF4J. */
  public CommandsPlugin() {}

  @Override
  public List<Setting<?>> settings() {
    return List.of(STATUS, START, STOP, RECEIVE, SEND);
  }
}
