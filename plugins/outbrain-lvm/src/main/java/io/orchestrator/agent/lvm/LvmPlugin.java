package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import java.util.List;

/** Declares the settings of the LVM extensions. */
public final class LvmPlugin extends AgentPlugin {
  static final Setting<String> FILTER =
      Setting.text(
          "SnapshotVolumesFilter",
          "Text that the names of the snapshots to seed from, and to remove, contain");
  static final Setting<String> CREATE =
      Setting.command("CreateSnapshotCommand", "Command that makes a snapshot of the datadir");
  static final Setting<String> LOCAL_HOSTS =
      Setting.command(
          "AvailableLocalSnapshotHostsCommand",
          "Command that prints the hosts in this data centre that have snapshots, one a line");
  static final Setting<String> ALL_HOSTS =
      Setting.command(
          "AvailableSnapshotHostsCommand",
          "Command that prints all hosts that have snapshots, one a line");

  /** Called by PF4J. */
  public LvmPlugin() {}

  @Override
  public List<Setting<?>> settings() {
    return List.of(FILTER, CREATE, LOCAL_HOSTS, ALL_HOSTS);
  }
}
