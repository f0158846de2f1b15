package io.orchestrator.agent.host.http;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.orchestrator.RegistrationService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The host itself: its name, the agent's health, and the configured custom commands. */
final class HostHandlers implements Routes {
  private final AgentConfig config;
  private final CommandRunner commands;
  private final RegistrationService registration;
  private final Clock clock;

  @Inject
  HostHandlers(
      AgentConfig config, CommandRunner commands, RegistrationService registration, Clock clock) {
    this.config = config;
    this.commands = commands;
    this.registration = registration;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.open("hostname", request -> Answer.json(config.orchestrator().hostname())),
        Route.aside("GET", "custom-commands/{name}", this::customCommand));
  }

  /** The status route, which the configuration may put anywhere. */
  Answer status(ApiRequest request) {
    Duration silence = Duration.between(registration.lastSuccessfulPing(), clock.instant());
    return silence.compareTo(config.http().statusBadAfter()) > 0
        ? new Answer.Status(500, "BAD")
        : Answer.json("OK");
  }

  private Answer customCommand(ApiRequest request) throws InterruptedException {
    String text = config.customCommands().get(request.get("name"));
    if (text == null) {
      throw new AgentException(
          ErrorCode.NOT_FOUND,
          "No command of that name is in CustomCommands, which has "
              + (config.customCommands().isEmpty()
                  ? "none"
                  : String.join(", ", config.customCommands().keySet())));
    }
    String output = commands.run(Command.shell(text).leavingDaemon()).stdout();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Code", "OK");
    answer.put("Message", output);
    answer.put("Details", null);
    return Answer.json(answer);
  }
}
