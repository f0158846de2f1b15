package io.orchestrator.agent.host.http;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.PathTemplateMatch;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parts of a request that handlers look at. */
final class ApiRequest {
  private static final int LONGEST_LOGGED = 200;

  private final HttpServerExchange exchange;

  ApiRequest(HttpServerExchange exchange) {
    this.exchange = exchange;
  }

  /** A parameter of the path or query. Path parameters come first. */
  Optional<String> find(String name) {
    PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
    String inPath = match == null ? null : match.getParameters().get(name);
    if (inPath != null) {
      return Optional.of(inPath);
    }
    Deque<String> inQuery = exchange.getQueryParameters().get(name);
    return inQuery == null ? Optional.empty() : Optional.ofNullable(inQuery.peekFirst());
  }

  /**
   * A parameter that must be there.
   *
   * @throws AgentException {@code INVALID_ARGUMENT} if it is not, or is empty
   */
  String get(String name) {
    return find(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.INVALID_ARGUMENT, "The parameter " + name + " is missing"));
  }

  /** All values of a query parameter. */
  List<String> all(String name) {
    Deque<String> values = exchange.getQueryParameters().get(name);
    return values == null ? List.of() : new ArrayList<>(values);
  }

  /**
   * A position in a log; 0 if it is not given.
   *
   * @throws AgentException {@code INVALID_ARGUMENT} if it is not a number of 0 or more
   */
  long position(String name) {
    String text = find(name).filter(value -> !value.isEmpty()).orElse("0");
    if (!text.matches("\\d{1,18}")) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "The parameter " + name + " is a number of 0 or more, and this one is not");
    }
    return Long.parseLong(text);
  }

  /** The body. Reading blocks. */
  InputStream body() {
    exchange.startBlocking();
    return exchange.getInputStream();
  }

  /** The parameters for the log, but for the token; whatever could forge a line is taken out. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    Map<String, Deque<String>> all = new TreeMap<>(exchange.getQueryParameters());
    all.putAll(exchange.getPathParameters());
    all.remove("token");
    all.forEach((name, values) -> text.append(' ').append(name).append('=').append(values));
    String line = text.toString().replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
    return line.length() <= LONGEST_LOGGED ? line : line.substring(0, LONGEST_LOGGED) + "…";
  }
}
