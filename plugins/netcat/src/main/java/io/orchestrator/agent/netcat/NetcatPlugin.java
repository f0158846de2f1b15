package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import java.util.List;

/** The plugin and its settings. */
public final class NetcatPlugin extends AgentPlugin {
  static final String AUTO = "auto";
  static final Setting<String> PROGRAM =
      Setting.choice(
              "NetcatProgram",
              List.of(AUTO, "nc", "nc.openbsd", "nc.traditional", "ncat", "socat"),
              "The program that carries the seed's connection; auto takes the best that is"
                  + " installed")
          .withDefault(AUTO);

  /** For PF4J. */
  public NetcatPlugin() {}

  @Override
  public List<Setting<?>> settings() {
    return List.of(PROGRAM);
  }
}
