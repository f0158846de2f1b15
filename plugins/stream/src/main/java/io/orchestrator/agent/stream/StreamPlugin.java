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

  static final Setting<Boolean> SPARE_PAGE_CACHE =
      Setting.flag(
              "SparePageCache",
              "Reads the source without leaving it in the host's page cache, which the host's"
                  + " server may need; copying what the server has cached is slower then")
          .withDefault(false);

  /** For PF4J. */
  public StreamPlugin() {}

  @Override
  public List<Setting<?>> settings() {
    return List.of(EXCLUDE, SPARE_PAGE_CACHE);
  }
}
