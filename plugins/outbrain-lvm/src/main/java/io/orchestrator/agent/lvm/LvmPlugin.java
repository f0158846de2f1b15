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
      Setting.command(
          "CreateSnapshotCommand",
          "Command that makes a snapshot of the datadir; without it lvcreate does");
  static final Setting<String> SIZE =
      Setting.text(
          "SnapshotSize",
          "Space of a new snapshot: "
              + SnapshotSize.RULE
              + "; by default thin where the datadir's volume is, else 20%");
  static final Setting<String> NAME =
      Setting.text(
              "SnapshotName",
              "Name of a new snapshot; {origin}, {filter} (SnapshotVolumesFilter, or"
                  + " -mysql-snapshot-) and {time} (UTC) are replaced")
          .withDefault(SnapshotName.USUAL_PATTERN);
  static final Setting<String> BEFORE =
      Setting.command(
          "BeforeSnapshotCommand", "Run before lvcreate; may leave a lock held in the background");
  static final Setting<String> AFTER =
      Setting.command(
          "AfterSnapshotCommand",
          "Run after lvcreate, also if that or BeforeSnapshotCommand failed");
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
    return List.of(FILTER, CREATE, SIZE, NAME, BEFORE, AFTER, LOCAL_HOSTS, ALL_HOSTS);
  }
}
