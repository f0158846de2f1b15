package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What loading gave.
 *
 * @param config with defaults where a value is mistaken
 * @param mistakes one line each, by file; empty if there are none
 * @param warnings what an operator should know, one line each
 * @param files those that were read, later ones overriding earlier ones
 */
public record LoadedConfig(
    AgentConfig config, Map<Path, List<String>> mistakes, List<String> warnings, List<Path> files) {
  /** Every mistake with its file, one line each. */
  public List<String> mistakeLines() {
    return mistakes.entrySet().stream()
        .flatMap(file -> file.getValue().stream().map(mistake -> file.getKey() + ": " + mistake))
        .toList();
  }

  /**
   * Refuses to go on with mistakes, reporting all at once.
   *
   * @param pluginProblems what is wrong with the plugins' settings, which only they know
   * @throws AgentException {@code INVALID_CONFIGURATION}
   */
  public void requireGood(List<String> pluginProblems) {
    if (mistakes.isEmpty() && pluginProblems.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder("The configuration can't be used:");
    text.append(Mistakes.text(mistakes));
    if (!pluginProblems.isEmpty()) {
      text.append("\nPlugins:");
      pluginProblems.forEach(problem -> text.append("\n  * ").append(problem));
    }
    throw new AgentException(ErrorCode.INVALID_CONFIGURATION, text.toString());
  }
}
