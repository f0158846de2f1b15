package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Finding orchestrator, and being found. */
final class OrchestratorKeys {
  static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,255}");
  static final String HOST_RULE = "a host name: letters, digits, dots, dashes and underscores";

  private static final Setting<List<String>> SERVERS =
      Setting.texts(
              "AgentsServer",
              "Where orchestrator listens for agents, such as http://orchestrator:3001; several"
                  + " with commas between them")
          .mandatory();
  private static final Setting<String> SERVER_PORT =
      Setting.text(
          "AgentsServerPort",
          "Port for those of AgentsServer that have none of their own, such as :3001");
  private static final Setting<String> HOSTNAME =
      Setting.text(
          "Hostname",
          "Name under which this agent registers and orchestrator calls it; by default the"
              + " system's host name");
  private static final Setting<Duration> POLL =
      Setting.duration(
              "ContinuousPollSeconds", Duration.ofSeconds(1), 1, 3600, "Time between heartbeats")
          .withDefault(Duration.ofSeconds(60));
  private static final Setting<Duration> RESUBMIT =
      Setting.duration(
              "ResubmitAgentIntervalMinutes",
              Duration.ofMinutes(1),
              1,
              1440,
              "Time between registrations; orchestrator forgets an agent six hours after its last"
                  + " one")
          .withDefault(Duration.ofMinutes(60));
  private static final Setting<Duration> TIMEOUT =
      Setting.duration(
              "HttpTimeoutSeconds",
              Duration.ofSeconds(1),
              1,
              300,
              "How long to wait for orchestrator to accept a connection, and to answer")
          .withDefault(Duration.ofSeconds(10));
  private static final Setting<Path> TOKEN_HINT =
      Setting.path("TokenHintFile", "Leave the token for calling this agent in this file too");

  private OrchestratorKeys() {}

  static List<Setting<?>> all() {
    return List.of(SERVERS, SERVER_PORT, HOSTNAME, POLL, RESUBMIT, TIMEOUT, TOKEN_HINT);
  }

  static OrchestratorConfig bind(Values values, String systemHostname) {
    Optional<String> configured = values.matching(HOSTNAME, HOST, HOST_RULE);
    if (configured.isEmpty() && !HOST.matcher(systemHostname).matches()) {
      values.mistake(
          HOSTNAME,
          "Hostname is not set, and the system's host name \""
              + systemHostname
              + "\" can't be used: it must be "
              + HOST_RULE);
    }
    return new OrchestratorConfig(
        servers(values),
        configured.orElse(systemHostname),
        values.get(POLL),
        values.get(RESUBMIT),
        values.get(TIMEOUT),
        values.find(TOKEN_HINT));
  }

  private static List<URI> servers(Values values) {
    OptionalInt port = port(values);
    List<String> texts = values.texts(SERVERS);
    if (texts.isEmpty() && values.has(SERVERS)) {
      values.mistake(SERVERS, "AgentsServer names no server");
    }
    List<URI> servers = new ArrayList<>();
    for (String text : texts) {
      try {
        servers.add(ServerUrl.parse(text, port));
      } catch (IllegalArgumentException wrong) {
        values.mistake(SERVERS, SERVERS.name() + " " + wrong.getMessage());
      }
    }
    return servers.stream().distinct().toList();
  }

  private static OptionalInt port(Values values) {
    Optional<String> text = values.find(SERVER_PORT).map(String::strip);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (text.get().matches(":?\\d{1,5}")) {
      int port = Integer.parseInt(text.get().replace(":", ""));
      if (port >= 1 && port <= 65535) {
        return OptionalInt.of(port);
      }
    }
    values.mistake(
        SERVER_PORT,
        "AgentsServerPort is \"" + text.get() + "\", but must be a port, such as :3001 or 3001");
    return OptionalInt.empty();
  }
}
