package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandResult;

/** What the words of LVM's tools mean. */
final class LvmFailure {
  private LvmFailure() {}

  /** As {@link CommandResult#failure}, but a lack of space and a volume in use have their codes. */
  static AgentException of(CommandResult result, String attempt, String program) {
    AgentException failure = result.failure(attempt, program);
    if (result.stderr().contains("insufficient free space")
        || result.stderr().contains("insufficient suitable allocatable extents")) {
      return new AgentException(ErrorCode.RESOURCES_EXHAUSTED, failure.getMessage());
    }
    // Mounted where this process can't see it, such as in a container.
    return result.stderr().contains("in use")
        ? new AgentException(ErrorCode.CONFLICT, failure.getMessage())
        : failure;
  }
}
