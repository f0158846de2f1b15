package io.orchestrator.agent.api.seed;

/** What a transport sends. */
public enum SeedContent {
  /** The files of a mounted snapshot. */
  SNAPSHOT,
  /** The data of the running server. */
  LIVE
}
