package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.LoadedConfig;
import io.orchestrator.agent.host.config.PluginsConfig;
import io.orchestrator.agent.host.config.edit.ConfigChange;
import io.orchestrator.agent.host.config.edit.PluginSwitches;
import io.orchestrator.agent.host.plugin.PluginCatalogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Switches plugins on or off in the configuration, unless the agent would not start with that. */
abstract class PluginsSwitch extends PluginsGroup.Member {
  private record Answer(
      boolean changed,
      List<String> plugins,
      List<String> files,
      List<String> enabled,
      List<String> warnings) {}

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids, see 'plugins list'.")
  @SuppressWarnings("NullAway.Init")
  private List<String> ids;

  private final boolean on;

  PluginsSwitch(boolean on) {
    this.on = on;
  }

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    AgentConfig config = configuration().config();
    PluginCatalogue there = PluginCatalogue.of(config.plugins());
    List<String> enabled = config.plugins().enabled();
    List<String> wanted = ids.stream().distinct().toList();
    for (String id : wanted) {
      // What is enabled and missing may be disabled, of course.
      if (!there.ids().contains(id) && (on || !enabled.contains(id))) {
        throw unknown(id, there);
      }
    }
    List<String> others = wanted.stream().filter(id -> enabled.contains(id) != on).toList();
    if (others.isEmpty()) {
      String list = String.join(", ", wanted);
      print(
          new Answer(false, wanted, List.of(), enabled, List.of()),
          List.of("Nothing to change: " + list + (on ? " enabled" : " disabled") + " already."));
      return 0;
    }
    change(others);
    return 0;
  }

  private void change(List<String> others) throws InterruptedException, JsonProcessingException {
    PluginSwitches switches =
        new PluginSwitches(configuration().files(), PluginsConfig.enabledByDefault());
    ConfigChange change = on ? switches.enable(others) : switches.disable(others);
    ConfigSource result = new ConfigSource(change.result(), configuration().ownPlugins());
    List<String> warnings = new ArrayList<>();
    List<String> enabled = requireGood(result.read(), others, warnings);
    change.write();
    List<String> files = change.files().stream().map(Path::toString).toList();
    print(
        new Answer(true, others, files, enabled, warnings),
        List.of(
            (on ? "Enabled " : "Disabled ")
                + String.join(", ", others)
                + " in "
                + String.join(", ", files)
                + ".",
            "Restart the agent: plugins are loaded at its start only."));
    warn(warnings);
  }

  /** Returns the ids that would be enabled. */
  private List<String> requireGood(LoadedConfig result, List<String> ids, List<String> warnings)
      throws InterruptedException {
    List<String> wrong = new ArrayList<>(result.mistakeLines());
    List<String> enabled = result.config().plugins().enabled();
    try (LoadedPlugins loading = LoadedPlugins.of(result.config())) {
      wrong.addAll(loading.plugins().problems());
      PluginsCheck.wrong(loading.plugins()).stream()
          .filter(line -> ids.stream().anyMatch(id -> line.startsWith("The plugin " + id + " ")))
          .forEach(wrong::add);
      warnings.addAll(
          loading.plugins().warnings().stream()
              .filter(
                  line -> ids.stream().anyMatch(id -> line.startsWith("The plugin " + id + " ")))
              .toList());
    }
    if (!wrong.isEmpty()) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "Did not "
              + (on ? "enable " : "disable ")
              + String.join(", ", ids)
              + ": the agent would not start, or not with that:\n  * "
              + String.join("\n  * ", wrong));
    }
    if (!ids.stream().allMatch(id -> enabled.contains(id) == on)) {
      throw new AgentException(
          ErrorCode.INTERNAL, "The change would not do what it should; edit the file by hand");
    }
    return enabled;
  }
}
