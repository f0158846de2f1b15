package io.orchestrator.agent.testkit.orchestrator;

/**
 * How far a seed is.
 *
 * @param copied the target's {@code mysql-du}
 * @param size the source's {@code MySQLDiskUsage} after the mount
 */
public record SeedProgress(long copied, long size) {
  /** As the server shows it: rounded down, 0 for an unknown size, and possibly over 100. */
  public long percent() {
    return size > 0 ? (long) (100.0 * copied / size) : 0;
  }
}
