package io.orchestrator.agent.systemd;

import io.orchestrator.agent.api.command.CommandResult;
import java.util.Locale;

/** What the exit status of an init script's {@code status} means, other than that MySQL runs. */
final class ScriptStatus {
  /** Dead with a pid file, dead with a lock file, not running; what is above is unknown (LSB). */
  private static final int LAST_OF_STOPPED = 3;

  private ScriptStatus() {}

  static boolean saysStopped(CommandResult result) {
    return result.exitCode() <= LAST_OF_STOPPED && !isRefusal(result);
  }

  /** Scripts without a status, and sudo, exit with such a number as well. */
  private static boolean isRefusal(CommandResult result) {
    String said = (result.stdout() + "\n" + result.stderr()).toLowerCase(Locale.ROOT);
    return said.contains("usage:")
        || said.contains("unrecognized service")
        || result.stderr().startsWith("sudo: ");
  }
}
