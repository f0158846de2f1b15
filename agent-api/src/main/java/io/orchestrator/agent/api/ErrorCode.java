package io.orchestrator.agent.api;

/**
 * What kind of thing went wrong. The code decides how an error is answered and is what programs may
 * depend on; the message is for people. Codes are only ever added.
 */
public enum ErrorCode {
  /** The caller's argument is malformed or out of range; the same call will fail again. */
  INVALID_ARGUMENT(ErrorType.CALLER),
  /** The caller did not prove who it is. */
  UNAUTHORIZED(ErrorType.CALLER),
  /** The volume, seed, file or command that the caller named does not exist. */
  NOT_FOUND(ErrorType.CALLER),
  /**
   * The present state forbids it: already mounted, a seed is active, MySQL runs, a datadir is
   * unfinished.
   */
  CONFLICT(ErrorType.CALLER),
  /** The operation needs a setting or a plugin that this host's configuration does not have. */
  NOT_CONFIGURED(ErrorType.HOST),
  /** A setting has a value that it may not have. */
  INVALID_CONFIGURATION(ErrorType.HOST),
  /** The operating system refused: the agent's user lacks the right. */
  PERMISSION_DENIED(ErrorType.HOST),
  /** A program that is needed is not installed. */
  TOOL_MISSING(ErrorType.HOST),
  /** A program ended with a failure. */
  COMMAND_FAILED(ErrorType.HOST),
  /** A limit of time was reached. */
  TIMED_OUT(ErrorType.HOST),
  /** Reading or writing failed. */
  IO_FAILED(ErrorType.HOST),
  /** Disk space, snapshot space, or a limit of the agent is used up. */
  RESOURCES_EXHAUSTED(ErrorType.RESOURCES),
  /** The other end of a seed failed or is not to be reached. */
  PEER_FAILED(ErrorType.PEER),
  /** The other end of a seed was started anew and knows nothing of the connection any more. */
  PEER_RESTARTED(ErrorType.PEER),
  /** What arrived or was found is not what it has to be: truncated, damaged, implausible. */
  CORRUPT_DATA(ErrorType.PEER),
  /** It was aborted on request. */
  ABORTED(ErrorType.CALLER),
  /** This extension cannot do that at all. */
  UNSUPPORTED(ErrorType.HOST),
  /** A defect of the agent or of a plugin. */
  INTERNAL(ErrorType.HOST);

  private final ErrorType type;

  ErrorCode(ErrorType type) {
    this.type = type;
  }

  /** Whose problem it is; never null. */
  public ErrorType type() {
    return type;
  }
}
