package io.orchestrator.agent.live.client;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.tool.OwnedOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the host's option files tell a program besides its command line: a dump or a backup must not
 * leave something out because of a section that is there for another purpose.
 */
public final class HostOptions {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final String PRINTER = "my_print_defaults";

  private static final List<String> LOGIN =
      List.of("--user", "--password", "--host", "--port", "--socket", "--protocol");

  private HostOptions() {}

  /**
   * Requires that they leave a plugin's own options alone, but for how to log in.
   *
   * @param program the one that reads them
   * @param sections those that it reads
   * @param owned the plugin's
   * @param overridden those that count for nothing there, since the command line has them too
   * @throws AgentException {@code INVALID_CONFIGURATION} with the option's name
   */
  public static void requireForeign(
      CommandRunner commands,
      Credentials credentials,
      Path program,
      List<String> sections,
      OwnedOptions owned,
      List<String> overridden)
      throws InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(printer(commands, program).toString());
    line.addAll(credentials.files());
    line.addAll(sections);
    List<String> harmless = new ArrayList<>(LOGIN);
    harmless.addAll(overridden);
    // As the program that reads them too. What it prints may have a password.
    Command command = Command.of(line).with("LC_ALL", "C").within(LIMIT).asRoot();
    Optional<String> found = owned.firstOf(commands.run(command).lines(), harmless);
    if (found.isPresent()) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "The host's option files tell "
              + program.getFileName()
              + " to use --"
              + found.get()
              + ", which the plugin decides itself, or the copy may lack something: take it out of"
              + sections.stream().collect(Collectors.joining("], [", " [", "]")));
    }
  }

  /** The one that comes with the program: which files are read is compiled into both. */
  private static Path printer(CommandRunner commands, Path program) {
    try {
      Path beside = program.toRealPath().resolveSibling(PRINTER);
      if (Files.isExecutable(beside)) {
        return beside;
      }
    } catch (IOException notFound) {
      // Whoever starts the program says so.
    }
    return commands
        .find(PRINTER)
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.TOOL_MISSING,
                    "Could not look at the host's option files: there is no my_print_defaults,"
                        + " which comes with the server"));
  }
}
