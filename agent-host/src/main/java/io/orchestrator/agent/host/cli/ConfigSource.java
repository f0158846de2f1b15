package io.orchestrator.agent.host.cli;

import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.AgentConfigLoader;
import io.orchestrator.agent.host.config.ConfigFiles;
import io.orchestrator.agent.host.config.LoadedConfig;
import io.orchestrator.agent.host.config.SystemHostname;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The configuration that a command works with.
 *
 * @param files where it is read from
 * @param ownPlugins the distribution's plugins folder
 */
public record ConfigSource(ConfigFiles files, Path ownPlugins) {
  /** The file that was named, else the usual ones. The launcher says where the distribution is. */
  public static ConfigSource standard(Optional<Path> named) {
    Path home = Path.of(System.getProperty("agent.home", ".")).toAbsolutePath().normalize();
    ConfigFiles files =
        named.isPresent()
            ? ConfigFiles.only(named.get())
            : ConfigFiles.standard(Path.of("").toAbsolutePath());
    return new ConfigSource(files, home.resolve("plugins"));
  }

  /** Reads it; mistakes are left for {@link LoadedConfig#requireGood}. */
  public LoadedConfig read() {
    return new AgentConfigLoader(ownPlugins, SystemHostname.read()).read(files);
  }

  /** Reads it for a command that asks the running agent, which has checked the plugins' part. */
  AgentConfig config() {
    return new AgentConfigLoader(ownPlugins, SystemHostname.read()).load(files).config();
  }
}
