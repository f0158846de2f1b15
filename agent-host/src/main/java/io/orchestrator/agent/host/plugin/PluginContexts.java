package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.mount.MountTable;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** Makes the context that a plugin's extensions are given. */
public final class PluginContexts {
  private final CommandRunner commands;
  private final MySqlFacts mysql;
  private final MountTable mounts;
  private final PluginSpace space;
  private final Clock clock;

  @Inject
  PluginContexts(
      CommandRunner commands, MySqlFacts mysql, MountTable mounts, PluginSpace space, Clock clock) {
    this.commands = commands;
    this.mysql = mysql;
    this.mounts = mounts;
    this.space = space;
    this.clock = clock;
  }

  AgentContext contextFor(String pluginId, Settings settings) {
    return new PluginContext(pluginId, settings, commands, mysql, mounts, space, clock);
  }

  private record PluginContext(
      String pluginId,
      Settings settings,
      CommandRunner commands,
      MySqlFacts mysql,
      MountTable mounts,
      PluginSpace space,
      Clock clock)
      implements AgentContext {
    // Made when it is first asked for: most plugins need none.
    @Override
    public Path workDirectory() {
      try {
        return space.work(pluginId);
      } catch (IOException e) {
        throw new AgentException(
            ErrorCode.IO_FAILED,
            "Could not create the work directory of the plugin " + pluginId + ": " + Reason.of(e),
            e);
      }
    }
  }
}
