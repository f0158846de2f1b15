package io.orchestrator.agent.api;

import java.util.Objects;

/**
 * The one exception that extensions throw. Its message goes as it is to operators, into the log and
 * over HTTP, so it says what was attempted, on what, what happened and what to do, and holds no
 * secret. Any other exception out of an extension counts as {@link ErrorCode#INTERNAL} and is put
 * down to the plugin's name.
 */
public final class AgentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * An error without a cause.
   *
   * @param code what kind of error
   * @param message for operators, one or more complete phrases
   */
  public AgentException(ErrorCode code, String message) {
    super(Objects.requireNonNull(message));
    this.code = Objects.requireNonNull(code);
  }

  /**
   * An error that another exception caused.
   *
   * @param code what kind of error
   * @param message for operators; it must make sense without the cause's message
   * @param cause kept for the log
   */
  public AgentException(ErrorCode code, String message, Throwable cause) {
    super(Objects.requireNonNull(message), cause);
    this.code = Objects.requireNonNull(code);
  }

  /** What kind of error this is; never null. */
  public ErrorCode code() {
    return code;
  }

  /** The message; never null. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
