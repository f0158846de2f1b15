package io.orchestrator.agent.commands;

import io.orchestrator.agent.api.command.CommandResult;

/** What exit statuses mean. */
final class ExitStatus {
  private static final int CANNOT_RUN = 126;
  private static final int NOT_FOUND = 127;

  private ExitStatus() {}

  /** The configured command itself is wrong; to run it again does not help. */
  static boolean cannotRun(CommandResult result) {
    return result.exitCode() == CANNOT_RUN || result.exitCode() == NOT_FOUND;
  }

  /** Not the command's own, but the shell's: it can't be run, is not found, or was killed. */
  static boolean isTheShells(CommandResult result) {
    return result.exitCode() >= CANNOT_RUN;
  }
}
