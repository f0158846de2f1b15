package io.orchestrator.agent.api;

/** Whose problem an error is; see {@link ErrorCode#type()}. */
public enum ErrorType {
  /** The caller asked for something that can't be done; asking differently helps. */
  CALLER,
  /** This host or its configuration needs attention. */
  HOST,
  /** Something ran out; it may work later. */
  RESOURCES,
  /** The other end of a seed needs attention. */
  PEER
}
