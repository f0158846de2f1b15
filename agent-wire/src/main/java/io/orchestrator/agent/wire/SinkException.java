package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;

/** What has arrived could not be taken. No connection helps. */
final class SinkException extends IOException {
  private static final long serialVersionUID = 1L;

  private final AgentException failure;

  SinkException(Exception cause) {
    super(cause);
    this.failure =
        cause instanceof AgentException known
            ? known
            : new AgentException(
                ErrorCode.IO_FAILED, "Could not write what arrived: " + cause, cause);
  }

  AgentException failure() {
    return failure;
  }
}
