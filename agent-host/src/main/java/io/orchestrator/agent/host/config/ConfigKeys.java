package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Setting;
import java.util.List;
import java.util.stream.Stream;

/** Every key that a configuration file may have. */
public final class ConfigKeys {
  private ConfigKeys() {}

  /**
   * All of them, grouped by concern. A name with a dot, such as {@code Plugins.Enabled}, is a
   * member of the object before the dot.
   */
  public static List<Setting<?>> all() {
    return Stream.of(
            OrchestratorKeys.all(),
            HttpKeys.all(),
            TlsKeys.all(),
            AgentKeys.all(),
            MySqlKeys.all(),
            SnapshotKeys.all(),
            VerifyKeys.all(),
            SeedKeys.all(),
            WireKeys.all(),
            GoAgentKeys.all(),
            PluginKeys.all())
        .<Setting<?>>flatMap(List::stream)
        .toList();
  }
}
