package io.orchestrator.agent.host.orchestrator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/** The calls that an agent makes to one orchestrator server. */
final class OrchestratorClient {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int SHORT = 1 << 20;
  private static final int LIST = 16 << 20;

  private final URI server;
  private final String hostname;
  private final AgentToken token;
  private final HttpGet http;

  OrchestratorClient(URI server, String hostname, AgentToken token, HttpGet http) {
    this.server = server;
    this.hostname = hostname;
    this.token = token;
    this.http = http;
  }

  URI server() {
    return server;
  }

  /** Registers; the server calls back at once. */
  void submit(int port) throws CallFailed {
    URI uri = server.resolve("/api/submit-agent/" + hostname + "/" + port + "/" + token.value());
    Optional<String> refusal = http.get(uri, SHORT, OrchestratorClient::refusal);
    if (refusal.isPresent()) {
      throw new CallFailed(
          "it refused the registration: "
              + refusal.get().replace(token.value(), "***")
              + "; orchestrator's log may say more");
    }
  }

  void ping() throws CallFailed {
    http.get(server.resolve("/api/agent-ping"), SHORT, InputStream::readAllBytes);
  }

  /** Which agents the server knows. */
  HostList hosts() throws CallFailed {
    return http.get(
        server.resolve("/api/agents-hosts"), LIST, answer -> HostList.read(answer, hostname));
  }

  boolean cancelled() {
    return http.cancelled();
  }

  /** Breaks off a call that is going on, and refuses later ones. */
  void cancel() {
    http.cancel();
  }

  /** The message of {@code {"Code":"ERROR","Message":…}}, which comes with status 200. */
  private static Optional<String> refusal(Answer answer) throws IOException {
    boolean error = false;
    String message = "no reason given";
    try (JsonParser parser = JSON.createParser(answer)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equalsIgnoreCase("Code")) {
          error = parser.getText().equalsIgnoreCase("ERROR");
        } else if (name.equalsIgnoreCase("Message")) {
          message = printable(parser.getText());
        }
        parser.skipChildren();
      }
    } catch (JsonProcessingException notJson) {
      // Not that error, then, if it has not been seen yet.
      return error ? Optional.of(message) : Optional.empty();
    }
    return error ? Optional.of(message) : Optional.empty();
  }

  private static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= 300 ? line : line.substring(0, 300) + "…";
  }
}
