package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.CheckResult;
import java.time.Duration;
import java.util.IdentityHashMap;

/** Asks each extension once whether it can work on this host; a check that hangs is given up. */
public final class ExtensionChecks {
  private final Duration limit;
  private final IdentityHashMap<LoadedExtension, CheckResult> results = new IdentityHashMap<>();

  ExtensionChecks(Duration limit) {
    this.limit = limit;
  }

  /** What its check says, in one line; a check that fails or hangs says that it can't work. */
  public synchronized CheckResult of(LoadedExtension loaded) throws InterruptedException {
    CheckResult known = results.get(loaded);
    if (known != null) {
      return known;
    }
    CheckResult result = ask(loaded);
    results.put(loaded, result);
    return result;
  }

  private CheckResult ask(LoadedExtension loaded) throws InterruptedException {
    try {
      CheckResult result =
          Isolated.run(
              loaded.pluginId(),
              "check",
              ClassLoader.getPlatformClassLoader(),
              limit,
              () -> loaded.extension().check());
      return new CheckResult(result.usable(), OneLine.of(result.reason()));
    } catch (PluginFailure failed) {
      String reason = failed.getMessage();
      return CheckResult.unusable(
          OneLine.of(
              reason.startsWith("check ") ? "its " + reason : "its check failed: " + reason));
    }
  }
}
