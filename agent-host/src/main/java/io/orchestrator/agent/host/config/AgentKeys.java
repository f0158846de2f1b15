package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The agent as a whole. */
final class AgentKeys {
  private static final Pattern COMMAND_NAME = Pattern.compile("[A-Za-z0-9_.-]+");

  static final Setting<Path> STATE =
      Setting.path("StateDirectory", "Where the agent keeps what must survive a restart")
          .withDefault(Path.of("/var/lib/orchestrator-agent"));
  static final Setting<Boolean> SUDO =
      Setting.flag("ExecWithSudo", "Run what needs root under sudo").withDefault(false);
  private static final Setting<Map<String, String>> CUSTOM =
      Setting.textsByName(
          "CustomCommands", "Commands that orchestrator's users may run on this host, by name");

  private AgentKeys() {}

  static List<Setting<?>> all() {
    return List.of(STATE, SUDO, CUSTOM);
  }

  static Map<String, String> customCommands(Values values) {
    Map<String, String> commands = new TreeMap<>(values.find(CUSTOM).orElse(Map.of()));
    commands.values().removeIf(String::isBlank);
    commands
        .keySet()
        .forEach(
            name ->
                values.check(
                    CUSTOM, name, COMMAND_NAME, "names of letters, digits and any of _ . -"));
    return Map.copyOf(commands);
  }
}
