package io.orchestrator.agent.host.cli;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.host.plugin.LoadedExtension;
import io.orchestrator.agent.host.plugin.PluginStatus;
import io.orchestrator.agent.host.plugin.Plugins;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the plugins. */
@Command(
    name = "plugins",
    description = "List the plugins.",
    synopsisSubcommandLabel = "list",
    subcommands = PluginsList.List.class)
final class PluginsList extends CommandGroup {
  @Command(
      name = "list",
      description = {
        "Show each plugin's id, version and state, its extensions and whether they can work on this",
        "host. Exits with 1 if an enabled plugin is missing or failed."
      })
  static final class List implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    PluginsList parent;

    @Override
    public Integer call() throws InterruptedException {
      try (LoadedPlugins loading = LoadedPlugins.of(parent.configuration().config())) {
        return print(loading.plugins());
      }
    }

    private int print(Plugins plugins) throws InterruptedException {
      PrintWriter out = parent.out();
      for (PluginStatus status : plugins.statuses()) {
        print(out, status);
      }
      plugins.problems().forEach(parent.err()::println);
      boolean failed =
          plugins.statuses().stream()
              .anyMatch(status -> status.state() == PluginStatus.State.FAILED);
      return failed || !plugins.problems().isEmpty() ? 1 : 0;
    }

    private static void print(PrintWriter out, PluginStatus status) throws InterruptedException {
      String state = status.state().name().toLowerCase(Locale.ROOT);
      out.printf("%-16s %-16s %s%n", status.id(), status.version(), state);
      if (!status.reason().isEmpty()) {
        out.println("    " + status.reason());
      }
      for (LoadedExtension loaded : status.extensions()) {
        out.printf("    %-18s %-12s %s%n", loaded.kind().label(), loaded.name(), check(loaded));
      }
    }

    private static String check(LoadedExtension loaded) throws InterruptedException {
      try {
        CheckResult result = loaded.extension().check();
        return (result.usable() ? "usable: " : "unusable: ") + result.reason();
      } catch (AgentException e) {
        return "unusable: its check failed: " + e.getMessage();
      }
    }
  }
}
