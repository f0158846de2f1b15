package io.orchestrator.agent.host.cli;

import picocli.CommandLine.Command;

/** Enables plugins. */
@Command(
    name = "enable",
    description = {
      "Enable plugins: changes Plugins.Enabled, or takes them out of Plugins.Disabled, and "
          + "nothing else in the configuration file.",
      "Refused if the agent would not start with that, or the plugin would fail. Takes "
          + "effect at the agent's next start."
    })
final class PluginsEnable extends PluginsSwitch {
  PluginsEnable() {
    super(true);
  }
}
