package io.orchestrator.agent.live.server;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.client.ServerVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server that is installed on this host, and what goes with it.
 *
 * @param server the server's program
 * @param client its client
 * @param version the server's version
 */
public record ServerPrograms(Path server, Path client, ServerVersion version) {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** "mariadbd Ver 10.11.6-MariaDB for debian-linux-gnu on x86_64 (Debian 12)". */
  private static final Pattern VERSION = Pattern.compile("(?:Ver|from) (\\S+)(.*)");

  /**
   * Looks for them.
   *
   * @throws AgentException {@code TOOL_MISSING}, or {@code UNSUPPORTED} if the server does not tell
   *     its version
   */
  public static ServerPrograms find(CommandRunner commands) throws InterruptedException {
    Path server = installed(commands, "mariadbd", "mysqld");
    Path client = installed(commands, "mariadb", "mysql");
    String told = commands.run(Command.of(server.toString(), "--version").within(LIMIT)).stdout();
    Matcher version = VERSION.matcher(told);
    if (!version.find()) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED, server + " --version prints what holds no version");
    }
    return new ServerPrograms(
        server, client, ServerVersion.parse(version.group(1), version.group(2)));
  }

  /**
   * The first of several programs that is installed.
   *
   * @throws AgentException {@code TOOL_MISSING} if none is
   */
  public static Path installed(CommandRunner commands, String... names) {
    return List.of(names).stream()
        .flatMap(name -> commands.find(name).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.TOOL_MISSING,
                    "This host has no " + String.join(" and no ", names) + ": install it"));
  }
}
