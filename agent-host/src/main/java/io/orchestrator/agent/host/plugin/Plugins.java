package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plugins and extensions of this agent, fixed since its start.
 *
 * @param statuses what became of each plugin, the enabled ones first and in their order
 * @param problems mistakes in the plugins' settings, enabled plugins that are missing, and names in
 *     the configuration that nothing usable has; the agent must not start with any
 * @param warnings what an operator should know, one line each
 */
public record Plugins(List<PluginStatus> statuses, List<String> problems, List<String> warnings) {
  private static final Duration CHECK_LIMIT = Duration.ofSeconds(15);

  /** Without warnings. */
  public Plugins(List<PluginStatus> statuses, List<String> problems) {
    this(statuses, problems, List.of());
  }

  /** All extensions of a kind, in the order in which the configuration enables their plugins. */
  public <T extends AgentExtension> List<T> all(Class<T> point) {
    return extensions()
        .map(LoadedExtension::extension)
        .filter(point::isInstance)
        .map(point::cast)
        .toList();
  }

  /** The extension of that kind and name. */
  public <T extends AgentExtension> Optional<T> find(Class<T> point, String name) {
    return extensions()
        .filter(loaded -> loaded.name().equals(name) && point.isInstance(loaded.extension()))
        .map(loaded -> point.cast(loaded.extension()))
        .findFirst();
  }

  /**
   * The extension of that kind and name.
   *
   * @param key the configuration's key that names it
   * @throws AgentException {@code NOT_CONFIGURED} if there is none; it lists the ones there are and
   *     the plugins that failed
   */
  public <T extends AgentExtension> T require(Class<T> point, String name, String key) {
    return find(point, name)
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.NOT_CONFIGURED,
                    key
                        + " names \""
                        + name
                        + "\", but no enabled plugin offers that; there is: "
                        + names(point)
                        + failures()));
  }

  /**
   * Can the extension of that kind and name work on this host? No if there is none, or if its check
   * fails or hangs.
   */
  public <T extends AgentExtension> CheckResult check(Class<T> point, String name)
      throws InterruptedException {
    Optional<LoadedExtension> found =
        extensions()
            .filter(loaded -> loaded.name().equals(name) && point.isInstance(loaded.extension()))
            .findFirst();
    return found.isPresent()
        ? new ExtensionChecks(CHECK_LIMIT).of(found.get())
        : CheckResult.unusable("no enabled plugin offers it");
  }

  private <T extends AgentExtension> String names(Class<T> point) {
    String names =
        extensions()
            .filter(loaded -> point.isInstance(loaded.extension()))
            .map(LoadedExtension::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }

  private String failures() {
    return statuses.stream()
        .filter(status -> status.state() == PluginStatus.State.FAILED)
        .map(status -> "; plugin " + status.id() + " failed: " + status.reason())
        .collect(Collectors.joining());
  }

  /** Every extension that is ready. */
  public Stream<LoadedExtension> extensions() {
    return statuses.stream().flatMap(status -> status.extensions().stream());
  }
}
