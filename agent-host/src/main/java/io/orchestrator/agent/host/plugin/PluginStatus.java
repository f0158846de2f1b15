package io.orchestrator.agent.host.plugin;

import java.util.List;

/**
 * What became of a plugin.
 *
 * @param id its id
 * @param version its version; empty if it could not be read
 * @param state what became of it
 * @param reason why it failed; empty otherwise
 * @param extensions what it offers
 */
public record PluginStatus(
    String id, String version, State state, String reason, List<LoadedExtension> extensions) {
  /** What became of a plugin. */
  public enum State {
    /** Its extensions serve. */
    STARTED,
    /** The configuration does not enable it. */
    DISABLED,
    /** It can't be used, and is enabled or has no readable id. */
    FAILED
  }

  static PluginStatus failed(PluginFile plugin, String reason) {
    return new PluginStatus(
        plugin.id(), plugin.version(), State.FAILED, OneLine.of(reason), List.of());
  }
}
