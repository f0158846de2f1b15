package io.orchestrator.agent.api.seed;

import java.nio.file.Path;

/**
 * The data that a target had before its datadir was deleted, kept until a seed has succeeded: what
 * a seed need not send again can be copied from there, and a seed that failed can be undone.
 * Plugins do not implement this interface (agent-testkit has a fake). Usable from any thread.
 */
public interface KeptDatadir {
  /**
   * Where it is: on the datadir's file system, entries as they were in the datadir. Nothing in it
   * may be changed.
   */
  Path folder();

  /**
   * Gives it up, for room. Its space becomes free in the background.
   *
   * @throws io.orchestrator.agent.api.AgentException {@code IO_FAILED} if it can't be moved away
   */
  void discard();
}
