package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import java.nio.file.Path;
import java.util.List;

/** Declares the settings of the btrfs provider. */
public final class BtrfsPlugin extends AgentPlugin {
  static final Setting<Path> DIRECTORY =
      Setting.path(
              "SnapshotDirectory",
              "Folder for the snapshots, on the btrfs of the data directory and outside of it")
          .mandatory();
  static final Setting<String> FILTER =
      Setting.text(
          "SnapshotVolumesFilter",
          "Text that the names of the snapshots to seed from, and to remove, contain");

  /** Called by PF4J. */
  public BtrfsPlugin() {}

  @Override
  public List<Setting<?>> settings() {
    return List.of(DIRECTORY, FILTER);
  }
}
