package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.command.CommandResult;
import java.time.Duration;

/** What a tool says. */
final class ToolWords {
  private ToolWords() {}

  static CommandResult onStderr(String... lines) {
    return new CommandResult(0, "", String.join("\n", lines) + "\n", Duration.ofMillis(1));
  }
}
