package com.example.rsync;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import java.nio.file.Path;
import java.util.List;

/** The plugin: it declares each setting, so that the agent can check and explain them. */
public final class RsyncPlugin extends AgentPlugin {
  static final Setting<Path> SECRET_FILE =
      Setting.path("RsyncSecretFile", "File with the secret of all agents, one line; mode 600")
          .mandatory();

  /** Called by the agent. */
  public RsyncPlugin() {}

  @Override
  public List<Setting<?>> settings() {
    return List.of(SECRET_FILE);
  }
}
