package io.orchestrator.agent.directory;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import java.nio.file.Path;
import java.util.List;

/** Declares the settings of the directory provider. */
public final class DirectoryPlugin extends AgentPlugin {
  static final Setting<Path> DIRECTORY =
      Setting.path(
              "SnapshotDirectory",
              "Directory whose folders are the snapshots, such as /tank/mysql/.zfs/snapshot")
          .mandatory();
  static final Setting<String> FILTER =
      Setting.text(
          "SnapshotVolumesFilter", "Text that the names of the folders to seed from contain");

  /** Called by PF4J. */
  public DirectoryPlugin() {}

  @Override
  public List<Setting<?>> settings() {
    return List.of(DIRECTORY, FILTER);
  }
}
