package io.orchestrator.agent.host.cli;

import io.orchestrator.agent.host.plugin.PluginStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A plugin as {@code plugins list} shows it.
 *
 * @param state "started", "disabled" or "failed"
 * @param reason why it failed; empty otherwise
 */
record PluginView(
    String id, String version, String state, String reason, List<ExtensionView> extensions) {
  private static final String FAILED = "failed";

  static PluginView of(PluginStatus status, LoadedPlugins loading) throws InterruptedException {
    return new PluginView(
        status.id(),
        status.version(),
        status.state().name().toLowerCase(Locale.ROOT),
        status.reason(),
        ExtensionView.of(status, loading));
  }

  // No "is…" or "get…": it is no member of the JSON.
  boolean failed() {
    return state.equals(FAILED);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%-16s %-16s %s", id, version, state));
    if (!reason.isEmpty()) {
      lines.addAll(Wrapped.lines("    ", reason));
    }
    extensions.forEach(extension -> lines.addAll(extension.lines("    ")));
    return lines;
  }
}
