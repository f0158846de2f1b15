package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import java.util.List;

/** The plugin and its settings. */
public final class StreamPlugin extends AgentPlugin {
  static final Setting<List<String>> EXCLUDE =
      Setting.texts(
              "Exclude",
              "Patterns of what the source leaves out, by the path below the data directory; a *"
                  + " stands for anything but a slash")
          .withDefault(List.of("auto.cnf", "*.pid", "*.sock", "*.sock.lock", "lost+found"));

  /** For PF4J. */
  public StreamPlugin() {}

  @Override
  public List<Setting<?>> settings() {
    return List.of(EXCLUDE);
  }
}
