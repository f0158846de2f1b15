package io.orchestrator.agent.systemd;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which init script of this host is that of MySQL. */
final class InitScripts {
  private final CommandRunner commands;
  private final Optional<String> configured;
  private final Path folder;
  private final Path booted;

  /**
   * Those of a host.
   *
   * @param folder /etc/init.d
   * @param booted there if systemd runs the host
   */
  InitScripts(AgentContext context, Path folder, Path booted) {
    this.commands = context.commands();
    this.configured = context.settings().find(SystemdPlugin.SCRIPT);
    this.folder = folder;
    this.booted = booted;
  }

  /**
   * Its name.
   *
   * @throws AgentException if none can serve on this host
   */
  String name() {
    if (Files.isDirectory(booted)) {
      // Its "service" hands on to systemctl, whose status takes a server that comes up for stopped.
      throw unusable("systemd runs this host; use the service manager systemd");
    }
    if (commands.find("service").isEmpty()) {
      throw unusable("the program service is not installed");
    }
    List<String> names = configured.map(List::of).orElse(SystemdPlugin.NAMES);
    return names.stream()
        .filter(name -> Files.isExecutable(folder.resolve(name)))
        .findFirst()
        .orElseThrow(
            () ->
                unusable(
                    "there is no init script "
                        + String.join(" or ", names)
                        + " in "
                        + folder
                        + "; name that of MySQL with the setting InitScript of the plugin"
                        + " systemd"));
  }

  private static AgentException unusable(String why) {
    return new AgentException(ErrorCode.NOT_CONFIGURED, why);
  }
}
