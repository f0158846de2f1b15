package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.orchestrator.agent.host.config.LoadedConfig;
import io.orchestrator.agent.host.plugin.PluginStatus;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the plugins. */
@Command(
    name = "list",
    description = {
      "Show each plugin's id, version and state, its extensions and whether they can work on "
          + "this host.",
      "Exits with 1 if the agent would not start, or an enabled plugin failed."
    })
final class PluginsList extends PluginsGroup.Member {
  private record Answer(List<PluginView> plugins, List<String> problems, List<String> warnings) {}

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    LoadedConfig config = configuration().read();
    try (LoadedPlugins loading = LoadedPlugins.of(config.config())) {
      List<PluginView> views = new ArrayList<>();
      for (PluginStatus status : loading.plugins().statuses()) {
        views.add(PluginView.of(status, loading));
      }
      List<String> problems = new ArrayList<>(config.mistakeLines());
      problems.addAll(loading.plugins().problems());
      List<String> warnings = loading.plugins().warnings();
      print(
          new Answer(views, problems, warnings),
          views.stream().flatMap(view -> view.lines().stream()).toList());
      problems.forEach(this::tell);
      warn(warnings);
      boolean failed = views.stream().anyMatch(PluginView::failed);
      return failed || !problems.isEmpty() ? 1 : 0;
    }
  }
}
