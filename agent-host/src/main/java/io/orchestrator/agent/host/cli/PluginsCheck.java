package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.LoadedConfig;
import io.orchestrator.agent.host.plugin.PluginStatus;
import io.orchestrator.agent.host.plugin.Plugins;
import io.orchestrator.agent.host.service.ChosenServiceManager;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Checks whether the agent would start. */
@Command(
    name = "check",
    description = {
      "Would the agent start with this configuration and these plugins?",
      "Prints a line for each thing that is wrong and exits with 1, or says that nothing is."
    })
final class PluginsCheck extends PluginsGroup.Member {
  private record Answer(int started, List<String> problems, List<String> warnings) {}

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    Answer answer = answer();
    List<String> good = List.of(plugins(answer.started()) + ", nothing wrong");
    print(answer, answer.problems().isEmpty() ? good : answer.problems());
    warn(answer.warnings());
    return answer.problems().isEmpty() ? 0 : 1;
  }

  private static String plugins(int count) {
    return count + (count == 1 ? " plugin" : " plugins");
  }

  private Answer answer() throws InterruptedException {
    LoadedConfig config;
    try {
      config = configuration().read();
    } catch (AgentException unreadable) {
      // Several lines: what can't be used, the file, what is wrong in it.
      String line = unreadable.getMessage().replaceAll("\\R\\s*(\\* )?", " ");
      return new Answer(0, List.of(line), List.of());
    }
    List<String> problems = new ArrayList<>(config.mistakeLines());
    List<String> warnings = new ArrayList<>(config.warnings());
    try (LoadedPlugins loading = LoadedPlugins.of(config.config())) {
      problems.addAll(wrong(loading.plugins()));
      if (config.mistakeLines().isEmpty()) {
        // Else one that is missing would be named twice.
        addCertificates(config.config(), problems, warnings);
      }
      warnings.addAll(loading.plugins().warnings());
      if (problems.isEmpty()) {
        ChosenServiceManager.problem(loading.plugins(), config.config()).ifPresent(warnings::add);
      }
      long started =
          loading.plugins().statuses().stream()
              .filter(status -> status.state() == PluginStatus.State.STARTED)
              .count();
      return new Answer((int) started, problems, warnings);
    }
  }

  private static void addCertificates(
      AgentConfig config, List<String> problems, List<String> warnings) {
    try {
      warnings.addAll(ConfigCheck.Check.certificates(config));
    } catch (AgentException unusable) {
      problems.add(unusable.getMessage());
    }
  }

  /** Also plugins that failed and that nothing names: the agent starts, but not with them. */
  static List<String> wrong(Plugins plugins) {
    List<String> wrong = new ArrayList<>(plugins.problems());
    for (PluginStatus status : plugins.statuses()) {
      String settings = "Plugins.Settings." + status.id() + ": ";
      boolean told = wrong.stream().anyMatch(problem -> problem.startsWith(settings));
      if (status.state() == PluginStatus.State.FAILED && !told) {
        wrong.add("The plugin " + status.id() + " failed: " + status.reason());
      }
    }
    return wrong;
  }
}
