package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;

/** One side does not want to talk to the other, and says why. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  RefusedException(ErrorCode code, String reason) {
    super(reason);
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
