package io.orchestrator.agent.testkit.orchestrator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The three routes of the server that agents call. */
final class OrchestratorApi implements HttpHandler {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AgentTable agents;
  private final SubmissionDesk desk;
  private final AtomicLong pings;
  private final Consumer<RegisteredAgent> registration;

  OrchestratorApi(
      AgentTable agents,
      SubmissionDesk desk,
      AtomicLong pings,
      Consumer<RegisteredAgent> registration) {
    this.agents = agents;
    this.desk = desk;
    this.pings = pings;
    this.registration = registration;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<String> path = List.of(exchange.getRequestURI().getPath().split("/", -1));
      if (!exchange.getRequestMethod().equals("GET")) {
        answer(exchange, 404, "404 page not found");
      } else if (path.size() == 6 && path.get(2).equals("submit-agent")) {
        submit(exchange, path.get(3), path.get(4), path.get(5));
      } else if (path.equals(List.of("", "api", "agent-ping"))) {
        pings.incrementAndGet();
        answer(exchange, 200, "OK");
      } else if (path.equals(List.of("", "api", "agents-hosts"))) {
        answer(exchange, 200, agents.all().stream().map(RegisteredAgent::host).toList());
      } else {
        answer(exchange, 404, "404 page not found");
      }
    }
  }

  private void submit(HttpExchange exchange, String host, String port, String token)
      throws IOException {
    switch (nextAnswer()) {
      case ACCEPT -> {
        if (!port.matches("\\d{1,5}")) {
          answer(exchange, 200, error("invalid port"));
          return;
        }
        RegisteredAgent agent = new RegisteredAgent(host, Integer.parseInt(port), token);
        registration.accept(agent);
        answer(exchange, 200, host);
      }
      case ERROR_WITH_STATUS_200 -> answer(exchange, 200, error("the database is not writeable"));
      case STATUS_500 -> answer(exchange, 500, error("Internal Server Error"));
      case HANG -> throw new IOException("closed without an answer");
    }
  }

  private SubmitAnswer nextAnswer() {
    try {
      return desk.next();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return SubmitAnswer.HANG;
    }
  }

  private static Map<String, Object> error(String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("Code", "ERROR");
    error.put("Message", message);
    error.put("Details", null);
    return error;
  }

  private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] json = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
  }
}
