package io.orchestrator.agent.command;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import java.io.IOException;

/** Tells apart why the operating system did not start a program. */
final class StartFailure {
  private StartFailure() {}

  static AgentException of(Command command, IOException failure) {
    String reason = String.valueOf(failure.getMessage());
    String advice =
        reason.contains("spawn helper") || reason.contains("jspawnhelper")
            ? ". Java was probably updated while the agent runs: restart the agent"
            : "";
    return new AgentException(
        code(reason), "Cannot start " + command + ": " + reason + advice, failure);
  }

  /** Java has the errno in its message and nowhere else. */
  private static ErrorCode code(String reason) {
    if (reason.contains("error=13,") || reason.contains("error=1,")) {
      return ErrorCode.PERMISSION_DENIED;
    }
    if (reason.contains("error=2,")) {
      return ErrorCode.TOOL_MISSING;
    }
    if (reason.contains("error=11,")
        || reason.contains("error=12,")
        || reason.contains("error=24,")) {
      return ErrorCode.RESOURCES_EXHAUSTED;
    }
    return reason.contains("error=7,") ? ErrorCode.INVALID_ARGUMENT : ErrorCode.IO_FAILED;
  }
}
