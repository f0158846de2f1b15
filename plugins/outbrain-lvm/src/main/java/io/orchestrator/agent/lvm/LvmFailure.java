package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandResult;
import java.util.List;
import java.util.Locale;

/** What the words of LVM's tools mean. */
final class LvmFailure {
  private static final List<String> NO_SPACE =
      List.of(
          "insufficient free space",
          "insufficient suitable",
          "free space in pool",
          "reached threshold");

  private LvmFailure() {}

  /** As {@link CommandResult#failure}, but a lack of space and a volume in use have their codes. */
  static AgentException of(CommandResult result, String attempt, String program) {
    AgentException failure = result.failure(attempt, program);
    String words = result.stderr().toLowerCase(Locale.ROOT);
    if (NO_SPACE.stream().anyMatch(words::contains)) {
      return new AgentException(ErrorCode.RESOURCES_EXHAUSTED, failure.getMessage());
    }
    // Mounted where this process can't see it, such as in a container.
    return words.contains("in use")
        ? new AgentException(ErrorCode.CONFLICT, failure.getMessage())
        : failure;
  }
}
