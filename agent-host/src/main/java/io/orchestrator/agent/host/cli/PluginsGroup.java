package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.plugin.PluginCatalogue;
import java.util.Collection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * The commands about plugins. They load the plugins themselves, since they are needed most when the
 * agent does not start.
 */
@Command(
    name = "plugins",
    description = "List, explain and check the plugins, switch them on and off.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PluginsList.class,
      PluginsInfo.class,
      PluginsCheck.class,
      PluginsEnable.class,
      PluginsDisable.class
    })
final class PluginsGroup extends CommandGroup {
  /** One of them. */
  abstract static class Member implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private PluginsGroup group;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean asJson;

    final ConfigSource configuration() {
      return group.configuration();
    }

    /** Prints an answer: as JSON if that was asked for, else line by line. */
    final void print(Record view, Iterable<String> lines) throws JsonProcessingException {
      if (asJson) {
        ObjectMapper json =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE);
        group.out().println(json.writerWithDefaultPrettyPrinter().writeValueAsString(view));
      } else {
        lines.forEach(group.out()::println);
      }
    }

    /** For people; with --json it is in the document. */
    final void tell(String message) {
      if (!asJson) {
        group.err().println(message);
      }
    }

    final void warn(Collection<String> warnings) {
      warnings.forEach(warning -> tell("warning: " + warning));
    }

    static AgentException unknown(String id, PluginCatalogue there) {
      String meant =
          there.ids().stream()
              .filter(id::equalsIgnoreCase)
              .findFirst()
              .map(other -> "; did you mean " + other + "?")
              .orElse("; there is: " + String.join(", ", there.ids()));
      return new AgentException(
          ErrorCode.NOT_FOUND, "There is no plugin of the id \"" + id + "\"" + meant);
    }
  }
}
