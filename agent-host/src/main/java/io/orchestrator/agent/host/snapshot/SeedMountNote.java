package io.orchestrator.agent.host.snapshot;

/**
 * What the agent remembers of a mount that was made through its API.
 *
 * @param volumePath what is mounted
 * @param mountedAt when, in milliseconds since 1970
 * @param unusedSince since when no seed has used it, in milliseconds since 1970; 0 while one sends
 *     from it
 */
public record SeedMountNote(String volumePath, long mountedAt, long unusedSince) {
  /** Has no seed used it yet? */
  boolean fresh() {
    return unusedSince == mountedAt;
  }
}
