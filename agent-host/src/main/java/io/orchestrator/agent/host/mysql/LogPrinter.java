package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import java.util.ArrayList;
import java.util.List;

/** The program that prints logs as SQL. */
final class LogPrinter {
  private static final List<String> PROGRAMS = List.of("mysqlbinlog", "mariadb-binlog");

  private LogPrinter() {}

  /**
   * A command that prints.
   *
   * @param arguments options and files
   * @throws AgentException {@code TOOL_MISSING} if it is not installed under either name
   */
  static Command command(CommandRunner commands, List<String> arguments) {
    String program =
        PROGRAMS.stream()
            .filter(name -> commands.find(name).isPresent())
            .findFirst()
            .orElseThrow(
                () ->
                    new AgentException(
                        ErrorCode.TOOL_MISSING,
                        "Neither mysqlbinlog nor mariadb-binlog is installed; install the client"
                            + " package of the MySQL or MariaDB server"));
    // Options of a client's own files may not change what is printed.
    List<String> all = new ArrayList<>(List.of(program, "--no-defaults"));
    all.addAll(arguments);
    return Command.of(all);
  }
}
