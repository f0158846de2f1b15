package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.ApiAddress;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.tls.TlsContexts;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;

/** The running agent on this host, asked over its API with the token from its state directory. */
final class LocalAgent {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int LARGEST_ANSWER = 16 << 20;

  private final AgentConfig config;
  private final ObjectMapper json = new ObjectMapper();

  LocalAgent(AgentConfig config) {
    this.config = config;
  }

  JsonNode get(String route) {
    return get(route, Map.of());
  }

  JsonNode get(String route, Map<String, String> parameters) {
    return call("GET", route, parameters);
  }

  JsonNode post(String route) {
    return post(route, Map.of());
  }

  JsonNode post(String route, Map<String, String> parameters) {
    return call("POST", route, parameters);
  }

  private JsonNode call(String method, String route, Map<String, String> parameters) {
    URI agent = ApiAddress.read(config);
    try {
      HttpURLConnection connection = open(agent, route, parameters);
      connection.setRequestMethod(method);
      connection.setConnectTimeout((int) LIMIT.toMillis());
      connection.setReadTimeout((int) LIMIT.toMillis());
      try {
        int status = connection.getResponseCode();
        if (status == 200) {
          return body(connection.getInputStream());
        }
        throw new AgentException(ErrorCode.PEER_FAILED, failure(agent, status, connection));
      } finally {
        connection.disconnect();
      }
    } catch (JacksonException e) {
      throw new AgentException(
          ErrorCode.PEER_FAILED,
          "What listens at " + agent + " did not answer as an agent does; is it running?",
          e);
    } catch (SSLException e) {
      throw new AgentException(
          ErrorCode.PEER_FAILED,
          "Could not ask the agent at "
              + agent
              + ": "
              + e.getMessage()
              + "; is it the agent of this configuration, and was it restarted since SSLCertFile"
              + " changed?",
          e);
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.PEER_FAILED,
          "Could not ask the agent at " + agent + ": " + e.getMessage() + "; is it running?",
          e);
    }
  }

  private JsonNode body(InputStream stream) throws IOException {
    try (stream) {
      return json.readTree(stream.readNBytes(LARGEST_ANSWER));
    }
  }

  /** The agent's own message, if the answer has one. */
  private String failure(URI agent, int status, HttpURLConnection connection) throws IOException {
    String bare = "The agent at " + agent + " answered with status " + status;
    InputStream stream = connection.getErrorStream();
    try {
      return stream == null ? bare : body(stream).path("Message").asText(bare);
    } catch (JacksonException notJson) {
      return bare;
    }
  }

  private HttpURLConnection open(URI agent, String route, Map<String, String> parameters)
      throws IOException {
    String token = token();
    Map<String, String> all = new TreeMap<>(parameters);
    if (config.http().tokenHeader().isEmpty()) {
      all.put("token", token);
    }
    URI target = agent.resolve("/api/" + route + (all.isEmpty() ? "" : "?" + encoded(all)));
    HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
    config.http().tokenHeader().ifPresent(name -> connection.setRequestProperty(name, token));
    config
        .http()
        .basicAuth()
        .ifPresent(
            basic ->
                connection.setRequestProperty(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(
                                (basic.user() + ":" + basic.password())
                                    .getBytes(StandardCharsets.UTF_8))));
    if (connection instanceof HttpsURLConnection https) {
      // Loopback, and the certificate names the host, not 127.0.0.1: the token file is the proof.
      https.setSSLSocketFactory(
          new TlsContexts(config.http().tls()).callingItself().getSocketFactory());
      https.setHostnameVerifier((name, session) -> true);
    }
    return connection;
  }

  private static String encoded(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            parameter ->
                parameter.getKey()
                    + "="
                    + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private String token() {
    Path file = config.stateDirectory().resolve("token");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.PERMISSION_DENIED,
          "Could not read the agent's token from "
              + file
              + ": "
              + e
              + "; run this as the agent's user or as root",
          e);
    }
  }
}
