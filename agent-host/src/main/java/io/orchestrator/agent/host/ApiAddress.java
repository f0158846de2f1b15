package io.orchestrator.agent.host;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.state.StateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the running agent's API is, for the command line on the same host. */
public final class ApiAddress {
  private static final String FILE = "address";

  private ApiAddress() {}

  static void write(AgentConfig config, int port) {
    String host =
        switch (config.http().listenAddress().replaceAll("[\\[\\]]", "")) {
          case "", "0.0.0.0" -> "127.0.0.1";
          case "::" -> "::1";
          default -> config.http().listenAddress().replaceAll("[\\[\\]]", "");
        };
    String literal = host.contains(":") ? "[" + host + "]" : host;
    String scheme = config.http().tls().enabled() ? "https" : "http";
    Path file = config.stateDirectory().resolve(FILE);
    try {
      StateFiles.write(
          file, (scheme + "://" + literal + ":" + port).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AgentException(ErrorCode.IO_FAILED, "Could not write " + file + ": " + e, e);
    }
  }

  /**
   * The address that the running, or last running, agent wrote.
   *
   * @throws AgentException {@code NOT_FOUND} if there is none
   */
  public static URI read(AgentConfig config) {
    Path file = config.stateDirectory().resolve(FILE);
    try {
      return URI.create(Files.readString(file).strip());
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.NOT_FOUND,
          "Could not read "
              + file
              + " ("
              + e
              + "); is the agent running, and may you read its"
              + " StateDirectory?",
          e);
    }
  }
}
