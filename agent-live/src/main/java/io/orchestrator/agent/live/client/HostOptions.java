package io.orchestrator.agent.live.client;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.tool.OwnedOptions;
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

  private static final List<String> LOGIN =
      List.of("--user", "--password", "--host", "--port", "--socket", "--protocol");

  private HostOptions() {}

  /**
   * Requires that they leave a plugin's own options alone, but for how to log in.
   *
   * @param program its name, for messages
   * @param sections those that it reads
   * @param owned the plugin's
   * @param overridden those that count for nothing there, since the command line has them too
   * @throws AgentException {@code INVALID_CONFIGURATION} with the option's name
   */
  public static void requireForeign(
      CommandRunner commands,
      Credentials credentials,
      String program,
      List<String> sections,
      OwnedOptions owned,
      List<String> overridden)
      throws InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(printer(commands).toString());
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
              + program
              + " to use --"
              + found.get()
              + ", which the plugin decides itself, or the copy may lack something: take it out of"
              + sections.stream().collect(Collectors.joining("], [", " [", "]")));
    }
  }

  private static Path printer(CommandRunner commands) {
    return commands
        .find("my_print_defaults")
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.TOOL_MISSING,
                    "Could not look at the host's option files: there is no my_print_defaults,"
                        + " which comes with the server"));
  }
}
