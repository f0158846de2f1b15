package io.orchestrator.agent.host.cli;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.host.AgentVersion;
import io.orchestrator.agent.host.Logging;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line but for {@code serve}: see {@link ServeArguments}. */
@Command(
    name = "orchestrator-agent",
    description = "The agent of orchestrator on a MySQL host.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeHelp.class,
      ConfigCheck.class,
      PluginsGroup.class,
      SnapshotsGroup.class,
      SeedsGroup.class,
      DatadirGroup.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Without a command it serves. Exit status: 0 it worked, 1 it did not, 2 wrong arguments."
    })
public final class CommandLineRoot {
  @Option(
      names = {"-c", "--config", "-config"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Read this configuration file alone.")
  @Nullable Path config;

  private CommandLineRoot() {}

  /** Where commands find the configuration. */
  ConfigSource configuration() {
    return ConfigSource.standard(Optional.ofNullable(config));
  }

  /**
   * Runs a command.
   *
   * @return the exit status
   */
  public static int run(String[] arguments) {
    // What would be logged is in the answers.
    Logging.level("OFF");
    CommandLine commandLine = new CommandLine(new CommandLineRoot());
    commandLine.setUsageHelpAutoWidth(true);
    offerHelp(commandLine);
    // What a plugin prints must not get into what the command answers.
    commandLine.setOut(commandLine.getOut());
    System.setOut(System.err);
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          String message =
              failure instanceof AgentException ? failure.getMessage() : failure.toString();
          command.getErr().println("orchestrator-agent: " + message);
          return 1;
        });
    return commandLine.execute(arguments);
  }

  /** Not an inherited option: "help" has its own of that name. */
  private static void offerHelp(CommandLine command) {
    if (!(command.getCommand() instanceof CommandLine.HelpCommand)) {
      command
          .getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .description("Show this help.")
                  .build());
      command.getSubcommands().values().forEach(CommandLineRoot::offerHelp);
    }
  }

  /** The version. */
  static String version() {
    return "orchestrator-agent " + AgentVersion.text();
  }
}
