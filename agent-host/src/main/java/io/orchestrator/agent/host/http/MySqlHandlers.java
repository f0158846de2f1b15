package io.orchestrator.agent.host.http;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.host.mysql.ErrorLogTail;
import io.orchestrator.agent.host.seed.LastFailure;
import io.orchestrator.agent.host.service.MySqlService;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** The MySQL server: its state, port and error log, start and stop. */
final class MySqlHandlers implements Routes {
  private final MySqlService service;
  private final MySqlFacts mysql;
  private final ErrorLogTail errorLog;
  private final LastFailure lastFailure;

  @Inject
  MySqlHandlers(
      MySqlService service, MySqlFacts mysql, ErrorLogTail errorLog, LastFailure lastFailure) {
    this.service = service;
    this.mysql = mysql;
    this.errorLog = errorLog;
    this.lastFailure = lastFailure;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.question("mysql-status", request -> Answer.json(service.running())),
        Route.question("mysql-port", request -> Answer.json(mysql.port())),
        Route.question("mysql-error-log-tail", request -> Answer.json(errorLogTail())),
        Route.command(
            "mysql-stop",
            request -> {
              service.stop();
              return Answer.json(true);
            }),
        Route.command(
            "mysql-start",
            request -> {
              service.start();
              return Answer.json(true);
            }));
  }

  private List<String> errorLogTail() throws InterruptedException {
    List<String> lines = new ArrayList<>();
    try {
      lines.addAll(errorLog.lines());
    } catch (AgentException e) {
      // The reason of a failed seed, which comes next, is what people look here for.
      lines.add("[Warning] orchestrator-agent: " + e.getMessage().replaceAll("\\p{Cntrl}+", " "));
    }
    lastFailure.line().ifPresent(lines::add);
    return lines;
  }
}
