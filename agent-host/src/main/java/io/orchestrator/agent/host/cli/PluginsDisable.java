package io.orchestrator.agent.host.cli;

import picocli.CommandLine.Command;

/** Disables plugins. */
@Command(
    name = "disable",
    description = {
      "Disable plugins: takes them out of Plugins.Enabled, or adds them to Plugins.Disabled "
          + "if the default is in force, and changes nothing else in the configuration file.",
      "Refused if the agent would not start with that. Takes effect at the agent's next " + "start."
    })
final class PluginsDisable extends PluginsSwitch {
  PluginsDisable() {
    super(false);
  }
}
