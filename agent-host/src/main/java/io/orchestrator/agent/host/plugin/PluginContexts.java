package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.state.StateFiles;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** Makes the context that a plugin's extensions are given. */
public final class PluginContexts {
  private final CommandRunner commands;
  private final MySqlFacts mysql;
  private final MountTable mounts;
  private final Path stateDirectory;
  private final Clock clock;

  @Inject
  PluginContexts(
      CommandRunner commands,
      MySqlFacts mysql,
      MountTable mounts,
      AgentConfig config,
      Clock clock) {
    this.commands = commands;
    this.mysql = mysql;
    this.mounts = mounts;
    this.stateDirectory = config.stateDirectory();
    this.clock = clock;
  }

  AgentContext contextFor(String pluginId, Settings settings) {
    Path directory = stateDirectory.resolve("plugins").resolve(pluginId);
    return new PluginContext(settings, commands, mysql, mounts, directory, clock);
  }

  private record PluginContext(
      Settings settings,
      CommandRunner commands,
      MySqlFacts mysql,
      MountTable mounts,
      Path directory,
      Clock clock)
      implements AgentContext {
    // Made when it is first asked for: a command that only looks at plugins leaves nothing behind.
    @Override
    public Path workDirectory() {
      try {
        StateFiles.createDirectories(directory);
        return directory;
      } catch (IOException e) {
        throw new AgentException(
            ErrorCode.IO_FAILED, "Could not create the work directory " + directory + ": " + e, e);
      }
    }
  }
}
