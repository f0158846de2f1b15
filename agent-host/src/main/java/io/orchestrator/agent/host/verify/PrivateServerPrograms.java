package io.orchestrator.agent.host.verify;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.host.mysql.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The programs of a private server.
 *
 * @param server the server
 * @param client its client
 */
record PrivateServerPrograms(String server, String client) {
  /**
   * The program of the server that runs here, so that it fits the data, else what is installed.
   *
   * @throws AgentException {@code TOOL_MISSING}
   */
  static PrivateServerPrograms find(CommandRunner commands, Optional<ServerProcess> live) {
    return new PrivateServerPrograms(
        live.flatMap(PrivateServerPrograms::program)
            .orElseGet(() -> installed(commands, List.of("mariadbd", "mysqld"))),
        installed(commands, List.of("mariadb", "mysql")));
  }

  private static Optional<String> program(ServerProcess server) {
    try {
      Path program = Path.of("/proc", Long.toString(server.pid()), "exe").toRealPath();
      return Files.isExecutable(program) ? Optional.of(program.toString()) : Optional.empty();
    } catch (IOException hidden) {
      return Optional.empty();
    }
  }

  private static String installed(CommandRunner commands, List<String> names) {
    return names.stream()
        .flatMap(name -> commands.find(name).stream())
        .map(Path::toString)
        .findFirst()
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.TOOL_MISSING,
                    "Can't verify: neither "
                        + String.join(" nor ", names)
                        + " is installed on this host"));
  }
}
