package io.orchestrator.agent.host.cli;

import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.host.plugin.LoadedExtension;
import io.orchestrator.agent.host.plugin.PluginStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An extension as the commands about plugins show it.
 *
 * @param kind such as "seed-transport"
 * @param usable can it work on this host now?
 * @param reason what its check found or missed
 */
record ExtensionView(String kind, String name, boolean usable, String reason) {
  static List<ExtensionView> of(PluginStatus status, LoadedPlugins loading)
      throws InterruptedException {
    List<ExtensionView> views = new ArrayList<>();
    for (LoadedExtension loaded : status.extensions()) {
      CheckResult check = loading.check(loaded);
      views.add(
          new ExtensionView(loaded.kind().label(), loaded.name(), check.usable(), check.reason()));
    }
    return views;
  }

  List<String> lines(String indent) {
    String columns = String.format(Locale.ROOT, "%-18s %-12s ", kind, name);
    return Wrapped.lines(
        indent + columns, indent + "    ", (usable ? "usable: " : "unusable: ") + reason);
  }
}
